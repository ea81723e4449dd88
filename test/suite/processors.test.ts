import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { busyCores, childSeconds, machineSeconds, processorSeconds } from "./processors.ts";

describe("what processors did", () => {
  it("is read for ended children, whatever the process is called", () => {
    const stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 10 20 0 0 111 22 1250 330 20 0 11 0 100";
    expect(childSeconds(stat)).toBe(15.8);
  });

  it("is read for the machine without idling and waiting, and counts what guests had once", () => {
    const stat = "cpu  1000 200 300 99999 88888 40 60 0 500 0\ncpu0 1 2 3 4 5 6 7 0 0 0\n";
    expect(machineSeconds(stat)).toBe(16);
  });

  it.each(["", "nothing of the kind", "cpu  1000"])("is not made up from %j", (text) => {
    expect([childSeconds(text), machineSeconds(text)]).toEqual([null, null]);
  });

  it("grows by what a child took, where the kernel tells", () => {
    const before = processorSeconds();
    execFileSync(process.execPath, ["--eval", "const end = Date.now() + 300; while (Date.now() < end);"]);
    const after = processorSeconds();
    expect(after.children).toBeGreaterThan(before.children ?? Number.NaN);
    expect(after.machine).toBeGreaterThan(before.machine ?? Number.NaN);
  });

  it("is a number of cores for a time", () => {
    expect(busyCores(30, 45, 30)).toMatchObject({ own: 1, machine: 1.5 });
    expect(busyCores(null, null, 30)).toMatchObject({ own: null, machine: null });
  });
});
