import { expect, it } from "vitest";
import { keepHistory } from "../../../../src/render/recovery/procedures/history.ts";
import { readHistory } from "../../../support/members/recovering/history.ts";
import { importKeys } from "../../../support/members/recovering/key-file.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { inHand, type Scene } from "../../../support/members/recovering/scene.ts";
import { couldOpen } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, type Stage, withNewcomer } from "./stage.ts";

const steps: Expected = [
  ["export-history", "export the history"],
  ["export-keys", "export room keys"],
  ["read-back", null],
];

/** Performs "Keep your history when you leave". */
export function keepHistoryTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(keepHistory)).toEqual(steps));

  it("leaves files that are read without the server, and keys that open the messages elsewhere", () =>
    inScene(atWork(stage), async (scene) => {
      await withNewcomer(scene);
      await perform(keepHistory, scene);
      const { page, data, files } = await readHistory(String(scene.history));
      const { texts, bytes } = sentIn(scene);
      expect(texts.filter((text) => !page.includes(text) || !data.includes(text))).toEqual([]);
      expect(files).toEqual(bytes);
      expect((await inHand(scene).sdk.getDevices()).devices).toHaveLength(1); // its own device is gone again
      expect(await opensElsewhere(scene)).toEqual([true, true, true]);
    }));
}

/** What someone who was never in the room can open, if they are handed the encrypted messages and the file of room keys. */
async function opensElsewhere({ newcomer, keyFile, peer, room, past }: Scene): Promise<readonly boolean[]> {
  if (newcomer === null || keyFile === null) throw new Error("There is no one to open it, or no file.");
  await importKeys(newcomer, keyFile.text, keyFile.passphrase);
  return await Promise.all(past.map(({ eventId }) => couldOpen(newcomer, peer, room, eventId)));
}

function sentIn({ past }: Scene): { readonly texts: readonly string[]; readonly bytes: readonly Buffer[] } {
  return {
    texts: past.flatMap((sent) => ("text" in sent ? [sent.text] : [])),
    bytes: past.flatMap((sent) => ("bytes" in sent ? [sent.bytes] : [])),
  };
}
