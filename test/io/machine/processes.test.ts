import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { machineProcesses, runVariable } from "../../../src/io/machine/processes.ts";

/** A process that waits until it is ended, with a mark in its environment. */
async function marked(run: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn("sleep", ["60"], { env: { PATH: process.env.PATH, [runVariable]: run } });
  await once(child, "spawn");
  if (child.pid === undefined) throw new Error("no process");
  return Object.assign(child, { pid: child.pid });
}

describe("processes of this machine", () => {
  it("are found by the mark of their run, and by no other", async () => {
    const run = `test-${process.pid}`;
    const child = await marked(run);
    expect(await machineProcesses.ofRun(run)).toEqual([{ pid: child.pid, program: "sleep" }]);
    expect(await machineProcesses.ofRun(`${run}-other`)).toEqual([]);
    machineProcesses.end(child.pid, false);
    await once(child, "exit");
    expect(await machineProcesses.isAlive(child.pid)).toBe(false);
    expect(await machineProcesses.startedAt(child.pid)).toBeNull();
  });

  it("tell when they were started and what they run", async () => {
    expect(await machineProcesses.startedAt(process.pid)).toMatch(/^\d+$/);
    expect(await machineProcesses.programOf(process.pid)).toMatch(/^node/);
    expect(await machineProcesses.isAlive(process.pid)).toBe(true);
  });
});
