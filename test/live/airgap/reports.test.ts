import { readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../../src/io/machine/files.ts";
import { findBackups } from "../../../src/io/pulumi/backups.ts";
import type { PulumiEvent } from "../../../src/io/pulumi/events.ts";
import { isWholeCheckpoint } from "../../../src/io/pulumi/state.ts";
import { newestBackup } from "../../../src/operations/state/checkpoint.ts";
import { onSmallDisk } from "../../support/engines/small-disk.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { makeImage, named, sweep } from "./bench.ts";
import { SmallProgram } from "./programs/small-program.ts";
import { ours } from "./provider-process.ts";

let program: SmallProgram;

beforeAll(makeImage);
afterAll(sweep);
beforeEach(async () => {
  program = await SmallProgram.create(ours);
});
afterEach(() => program.remove());

const volumes = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const name = `${what}-${index}`;
    return { kind: "Volume", name, inputs: { name: named(name) } } as const;
  });

/** Runs something, and gives how it ended and what it said it would create. */
async function hear(run: (onEvent: (event: PulumiEvent) => void) => Promise<{ succeeded: boolean; stderr: string }>) {
  const created: string[] = [];
  const { succeeded, stderr } = await run((event) => {
    if (event.kind === "begun" && event.change.operation === "create") created.push(event.change.name);
  });
  return { succeeded, stderr, created };
}

describe("those who only look", () => {
  it("disturb neither each other nor a run that works, and see only their own run", async () => {
    const pulumi = await program.pulumi(ours);
    program.declare(volumes("beside", 3));
    const [one, other, up] = await Promise.all([hear(pulumi.preview), hear(pulumi.preview), hear(pulumi.up)]);
    expect([one, other, up].map(({ succeeded, stderr }) => ({ succeeded, stderr }))).toEqual(
      [0, 1, 2].map(() => ({ succeeded: true, stderr: "" })),
    );
    expect(up.created).toEqual(expect.arrayContaining(volumes("beside", 3).map(({ inputs: { name } }) => name)));
  });
});

describe("a disk that is full where the state lies", () => {
  /** With some of the others Pulumi takes minutes to give up. */
  const rooms = isSoak ? [2, 6, 10, 16, 24, 32, 48] : [2, 6];

  it.each(sample("rooms left on a full disk", rooms, 1))(
    "never passes for a success that is not known, and its newest backup puts the state right (%i KiB)",
    { timeout: 600_000 },
    async (kibibytes) => {
      const bytes = kibibytes * 1024;
      const pulumi = await program.pulumi(ours);
      program.declare(volumes(`full-${bytes}`, 2));
      await using small = await onSmallDisk(program.state.backend, 4);
      expect(await hear(pulumi.up)).toMatchObject({ succeeded: true });
      program.declare(volumes(`full-${bytes}`, 20));
      await small.leave(bytes);
      const { succeeded, created, stderr } = await hear(pulumi.up);
      expect(succeeded ? created.length : 18).toBe(18);
      await small.leave(2 ** 20);
      const { checkpoint } = program.state;
      const isWhole = isWholeCheckpoint(await readFile(checkpoint, "utf8"));
      console.log(`With ${kibibytes} KiB: ${succeeded}, the checkpoint is ${isWhole ? "whole" : "damaged"}. ${stderr}`);
      if (!isWhole) {
        const backup = newestBackup(await findBackups(disk, program.state));
        await writeFile(checkpoint, await readFile(backup?.path ?? ""));
      }
      await rm(`${checkpoint}.attrs`, { force: true });
      await rm(`${program.state.backend}/.pulumi/locks`, { recursive: true, force: true });
      expect(await hear(pulumi.up)).toMatchObject({ succeeded: true });
    },
  );
});
