import { describe, expect, it } from "vitest";
import { StackError } from "../../../src/errors.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { openTeamRecord, readTeamRecord } from "../../../src/operations/team/record-file.ts";

const clock = { now: () => new Date("2026-11-30T08:00:00Z") };
const path = "/state/team.json";
const user = (nth: number) => `@user${nth}:acme.test` as UserId;

/** A disk of one file; each writing takes a turn of the event loop. */
function oneFile(text: string | null) {
  const kept = { text, writes: 0, modes: new Set<number>() };
  const files = {
    read: async () => kept.text,
    write: async (_: string, written: string | Uint8Array, mode: number) => {
      await new Promise(setImmediate);
      Object.assign(kept, { text: String(written), writes: kept.writes + 1 });
      kept.modes.add(mode);
    },
  };
  return { kept, files };
}

describe("the record of a team", () => {
  it("knows no member while there is no file", async () => {
    expect(await readTeamRecord(oneFile(null), path)).toEqual({ version: 1, members: {} });
  });

  it("has each change in the file when its promise is done, and is read by its owner alone", async () => {
    const { kept, files } = oneFile(null);
    const record = await openTeamRecord({ files, clock }, path);
    await record.change(user(1), { sheet: "2026-11-30T08:00:01Z" });
    const read = await readTeamRecord({ files }, path);
    expect(read.members[user(1)]).toEqual({
      since: "2026-11-30T08:00:00.000Z",
      sheet: "2026-11-30T08:00:01Z",
      initialPassword: null,
      tokens: [],
      offboarded: null,
    });
    expect(read).toEqual(record.now());
    expect([...kept.modes]).toEqual([0o600]);
  });

  it("loses none of many changes at once, and writes them together", async () => {
    const { kept, files } = oneFile(null);
    const record = await openTeamRecord({ files, clock }, path);
    await Promise.all(
      Array.from({ length: 200 }, async (_, nth) => {
        await record.change(user(nth), { initialPassword: `mark ${nth}` });
        expect((await readTeamRecord({ files }, path)).members[user(nth)]?.initialPassword).toBe(`mark ${nth}`);
      }),
    );
    expect(Object.keys((await readTeamRecord({ files }, path)).members)).toHaveLength(200);
    expect(kept.writes).toBeLessThan(5);
  });

  it("tells everyone whose change a full disk kept out, and keeps the change for the next writing", async () => {
    const { kept, files } = oneFile(null);
    let isFull = true;
    const full = {
      ...files,
      write: async (...args: Parameters<typeof files.write>) => {
        if (isFull) throw new Error("ENOSPC");
        await files.write(...args);
      },
    };
    const record = await openTeamRecord({ files: full, clock }, path);
    const tried = await Promise.allSettled([record.change(user(1), {}), record.change(user(2), {})]);
    expect(tried.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(kept.text).toBeNull();
    isFull = false;
    await record.change(user(3), {});
    expect(Object.keys((await readTeamRecord({ files }, path)).members)).toEqual([user(1), user(2), user(3)]);
  });

  it.each([
    "",
    "{",
    "[]",
    '{"version":2,"members":{}}',
    '{"version":1,"members":[]}',
    '{"version":1,"members":{"@a:b.test":{"since":1,"tokens":[]}}}',
    '{"version":1,"members":{"@a:b.test":{"since":"","sheet":null,"initialPassword":null,"tokens":[1],"offboarded":null}}}',
  ])("is refused when it is damaged: %s", async (text) => {
    await expect(readTeamRecord(oneFile(text), path)).rejects.toThrow(StackError);
  });
});
