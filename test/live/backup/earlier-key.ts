import { beforeAll, expect, inject, it } from "vitest";
import { wordsOf } from "../../../src/keys/words.ts";
import { emptyEngine, makeArchive } from "../../support/backup/stack.ts";
import type { MemberDevice } from "../../support/members/recovering/device.ts";
import { reads, say } from "../../support/members/recovering/messages.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";

/** Two members in a room. */
export interface Talking {
  readonly ana: MemberDevice;
  readonly ben: MemberDevice;
  readonly room: string;
}

/** What becomes of an archive whose master key was replaced since. */
export function earlierKeyTests(scene: () => Talking): void {
  const stack = inject("backupStack");
  let archive: string;
  let drill: readonly string[];
  let text: string;
  let words: string;

  beforeAll(async () => {
    const { ana, room } = scene();
    text = await say(ana, room, "before the new key");
    archive = await makeArchive(stack);
    drill = ["drill", "run", "--archive", archive];
    await chatkeepSucceeds(stack, ["keys", "new-master", "--yes"]);
    words = wordsOf(await masterKeyOf(stack)).reveal();
  });

  it("is not drilled before there is another one, and the drill says what to do", async () => {
    const { exitCode, stdout } = await chatkeep(stack, drill);
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining("make it (npx chatkeep backup now)")]);
  });

  it("is drilled after that, and its canary reads and writes", async () => {
    await makeArchive(stack); // with what opens the earlier ones
    const { stdout } = await chatkeepSucceeds(stack, [...drill, "--json"]);
    const { passed, checks } = JSON.parse(stdout);
    expect(passed).toBe(true);
    expect(checks.filter(({ outcome }: { readonly outcome: string }) => outcome !== "holds")).toEqual([]);
  });

  it("comes back with the words of today", { timeout: 600_000 }, async () => {
    const { ana, ben, room } = scene();
    await emptyEngine(stack);
    const given = ["restore", "--repository", stack.repository, "--archive", archive, "--stdin", "--yes"];
    const { stdout } = await chatkeepSucceeds(stack, given, words);
    expect(stdout).toContain("What came back is what the archive's manifest says");
    expect(await reads(ben, room, text)).toBe("before the new key");
    expect(await reads(ben, room, await say(ana, room, "after it"))).toBe("after it");
  });
}
