import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { awaitLocks } from "../../../src/operations/lock/pulumi-locks.ts";
import { judgeRun, parseRunRecord, type RunRecord } from "../../../src/operations/lock/run-record.ts";
import { takeLock } from "../../../src/operations/lock/take-lock.ts";
import { madeUpWorld } from "../steps/made-up-world.ts";
import { paths } from "../up/situation.ts";

const record: RunRecord = {
  version: 1,
  run: "one",
  command: "up",
  pid: 10,
  startedAt: "5",
  host: "here",
  earlier: ["zero"],
};
const facts = { host: "here", alive: true, startedAt: "5", pulumiAtWork: false };

describe("a run", () => {
  it("lives while its process does, and not a later one with the same number", () => {
    expect(judgeRun(record, facts)).toBe("live");
    expect(judgeRun(record, { ...facts, startedAt: "6" })).toBe("dead");
    expect(judgeRun(record, { ...facts, alive: false })).toBe("dead");
  });

  it("is being finished while a Pulumi of its own is at work", () => {
    expect(judgeRun(record, { ...facts, alive: false, pulumiAtWork: true })).toBe("finishing");
  });

  it("is not ours to judge on another machine", () => {
    expect(judgeRun(record, { ...facts, host: "there" })).toBe("elsewhere");
  });

  it("is read from its record, and from nothing else", () => {
    expect(parseRunRecord(JSON.stringify(record))).toEqual(record);
    expect(parseRunRecord("{")).toBeNull();
    expect(parseRunRecord("[]")).toBeNull();
  });
});

describe("a turn", () => {
  it("is taken at once where no one is at work, and given back", async () => {
    const world = madeUpWorld();
    const turn = await takeLock(world, paths, "two", "up");
    expect(parseRunRecord(world.disk.get(paths.running) ?? "")?.run).toBe("two");
    await turn.end();
    expect(world.disk.has(paths.running)).toBe(false);
  });

  it("is waited for while another run lives", async () => {
    const world = madeUpWorld({ alive: new Map([[10, "5"]]) });
    world.disk.set(paths.running, JSON.stringify(record));
    world.onPause = () => void world.disk.delete(paths.running);
    await takeLock(world, paths, "two", "up");
    expect(world.said[0]).toContain("waiting for `chatkeep up` (process 10)");
  });

  it("is waited for while only the Pulumi of a killed run lives", async () => {
    const world = madeUpWorld({ ofRun: { one: [{ pid: 11, program: "pulumi" }] } });
    world.disk.set(paths.running, JSON.stringify(record));
    world.onPause = () => void world.ofRun.delete("one");
    await takeLock(world, paths, "two", "up");
    expect(world.said).toHaveLength(1);
  });

  it("is taken from a dead run, with what it and those before it left", async () => {
    const world = madeUpWorld({ ofRun: { one: [{ pid: 11, program: "node" }], zero: [{ pid: 9, program: "node" }] } });
    world.disk.set(paths.running, JSON.stringify(record));
    const turn = await takeLock(world, paths, "two", "up");
    expect(turn.orphans.map(({ pid }) => pid)).toEqual([11, 9]);
    expect(parseRunRecord(world.disk.get(paths.running) ?? "")).toMatchObject({ run: "two", earlier: ["one", "zero"] });
    expect([...world.disk.keys()]).toEqual([paths.running]);
  });

  it("is refused while another machine has it", async () => {
    const world = madeUpWorld();
    world.disk.set(paths.running, JSON.stringify({ ...record, host: "there" }));
    await expect(takeLock(world, paths, "two", "up")).rejects.toThrow(Refusal);
  });
});

describe("a lock of Pulumi's", () => {
  const lock = { file: "/lock.json", pid: 20, host: "here" };

  it("is taken over once its process is gone", async () => {
    const world = madeUpWorld();
    expect(await awaitLocks({ ...world, locks: async () => [lock] })).toEqual([lock]);
  });

  it("is taken over when its number belongs to another program by now", async () => {
    const world = madeUpWorld({ alive: new Map([[20, "5"]]), programs: new Map([[20, "bash"]]) });
    expect(await awaitLocks({ ...world, locks: async () => [lock] })).toEqual([lock]);
  });

  it("is waited for while its process lives, and never taken", async () => {
    const world = madeUpWorld({ alive: new Map([[20, "5"]]), programs: new Map([[20, "pulumi"]]) });
    let locks = [lock];
    world.onPause = () => {
      locks = [];
    };
    expect(await awaitLocks({ ...world, locks: async () => locks })).toEqual([]);
    expect(world.said[0]).toContain("process 20");
  });

  it("is refused when another machine holds it", async () => {
    const world = madeUpWorld();
    await expect(awaitLocks({ ...world, locks: async () => [{ ...lock, host: "there" }] })).rejects.toThrow(Refusal);
  });
});
