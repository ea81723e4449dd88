import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { onSmallDisk } from "../../support/engines/small-disk.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import type { StackRecord } from "../../support/stack/stack.ts";
import { copyState, removeCopy } from "../../support/stack/state-copy.ts";

const main = inject("mainStack");
/** Takes its turn, and then does nothing: the name is mistyped. */
const turn = ["destroy", "--yes-delete-data", "mistyped"];
let home: StackRecord;

beforeEach(async () => {
  home = await copyState(main);
});
afterEach(() => removeCopy(home));

describe("a state that was cut off, as on a full disk", () => {
  it("is named by every command, and its newest backup is put in place where that is agreed to", async () => {
    const { checkpoint } = pathsFor(home);
    const whole = await readFile(checkpoint, "utf8");
    await writeFile(checkpoint, whole.slice(0, 4096));
    for (const words of [["preview"], ["up", "--dry-run"]]) {
      const { exitCode, stderr } = await chatkeep(home, words);
      expect(stderr).toContain(`Pulumi's state is damaged: ${checkpoint} is incomplete (4096 bytes)`);
      expect(stderr).toContain("Its newest complete backup is");
      expect(exitCode).toBe(1);
    }
    const unanswered = await chatkeep(home, ["up"]);
    expect(unanswered).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Answer it with --yes") });
    expect(await readFile(checkpoint, "utf8")).toHaveLength(4096);
    await chatkeep(home, turn);
    expect(JSON.parse(await readFile(checkpoint, "utf8"))).toHaveProperty("checkpoint.latest.resources");
    expect(await readFile(`${checkpoint}.damaged`, "utf8")).toHaveLength(4096);
    await chatkeepSucceeds(home, ["preview"]);
  });
});

describe("a disk without room", () => {
  it("where the state lies is named before anything is done", async () => {
    await using _ = await onSmallDisk(pathsFor(home).stateFolder, 8);
    const { exitCode, stderr } = await chatkeep(home, ["up", "--yes"]);
    expect(stderr).toContain(`MiB are free in ${pathsFor(home).stateFolder}, but a change may need 16 MiB`);
    expect(stderr).not.toContain("fault in chatkeep");
    expect(exitCode).toBe(1);
  });

  it("for a look never makes it say that nothing changes", async () => {
    const TMPDIR = join(home.stateHome, "temporary");
    await mkdir(TMPDIR);
    await using small = await onSmallDisk(TMPDIR, 2);
    await small.leave(8 * 1024);
    const { exitCode, stdout, stderr } = await chatkeep({ ...home, environment: { TMPDIR } }, ["preview"]);
    expect(stdout).not.toContain("Nothing to change");
    expect(stderr).toMatch(/is incomplete|disk is full/);
    expect(stderr).not.toContain("fault in chatkeep");
    expect(exitCode).toBe(1);
  });
});
