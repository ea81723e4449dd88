import { expect, it } from "vitest";
import { lostEverything } from "../../../../src/render/recovery/procedures/devices.ts";
import { isUnreadable, say, shieldOf } from "../../../support/members/recovering/messages.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { bringIn, seesOutside } from "../../../support/members/recovering/rooms.ts";
import { inHand, loseDevice, type Scene } from "../../../support/members/recovering/scene.ts";
import { seesDeviceSigned, seesIdentity } from "../../../support/members/recovering/seen.ts";
import { couldOpen } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, isDrawn, type Stage, verified } from "./stage.ts";

const steps: Expected = [
  ["sign-in", "sign in on another device"],
  ["reset", "reset the digital identity"],
  ["set-up-recovery", "set up recovery"],
  ["store-key", "store the recovery key"],
  ["two-places", null],
  ["import-keys", "import room keys"],
  ["compare-again", "compare emojis with a colleague"],
  ["seen-by-others", "be seen as confirmed"],
];

/** Performs "You have neither a device nor your recovery key". */
export function lostEverythingTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(lostEverything)).toEqual(steps));

  it("lets the member write and read again, as someone new; a new invitation opens what newcomers may read", () =>
    inScene(withNothing(stage), async (scene) => {
      const { peer, room, person, past } = scene;
      await perform(lostEverything, scene);
      const hand = inHand(scene);
      expect(await seesIdentity(peer, person.userId)).toEqual({ changed: true, verified: false });
      expect(await hand.crypto.isSecretStorageReady()).toBe(true);
      for (const { eventId } of past) expect(await couldOpen(hand, peer, room, eventId)).toBe(false);
      await hand.sdk.leave(room);
      await seesOutside(peer, room, person.userId);
      await bringIn(peer, hand, room);
      await performers["read older messages"](scene);
    }));

  if (isDrawn("another person"))
    it("is another person to the app of a colleague who had verified them, until they compare emojis again", () =>
      inScene(verifiedWithNothing(stage), async (scene) => {
        await performers["sign in on another device"](scene);
        await performers["reset the digital identity"](scene);
        await seesDeviceSigned(scene.peer, inHand(scene));
        const [hand, { peer, room }] = [inHand(scene), scene];
        const fromNew = await say(hand, room, "it is me");
        if (stage.isolation === "on") {
          await expect(say(peer, room, "who is it?")).rejects.toThrow("verified have changed their identity");
          await isUnreadable(peer, room, fromNew, "SENDER_IDENTITY_PREVIOUSLY_VERIFIED");
        } else expect(await shieldOf(peer, room, fromNew)).toBe("VERIFICATION_VIOLATION");
        await performers["compare emojis with a colleague"](scene);
        await performers["be seen as confirmed"](scene);
      }));

  if (isDrawn("file of room keys"))
    it("gives older messages back with a file of room keys, and the new key opens them from then on", () =>
      inScene(verifiedWithNothing(stage), async (scene) => {
        await perform(lostEverything, scene, ["import-keys", "compare-again"]);
        expect(await seesIdentity(scene.peer, scene.person.userId)).toEqual({ changed: false, verified: true });
        await performers["read older messages"](scene);
        await performers["sign in on another device"](scene);
        await performers["confirm with the recovery key"](scene);
        await performers["read older messages"](scene);
      }));
}

/** The same where member and colleague had compared emojis. */
async function verifiedWithNothing(stage: Stage): Promise<Scene> {
  return await loseEverything(await verified(stage));
}

/** Neither a device nor the key; there is a file of room keys. */
async function withNothing(stage: Stage): Promise<Scene> {
  return await loseEverything(await atWork(stage));
}

async function loseEverything(scene: Scene): Promise<Scene> {
  await performers["export room keys"](scene);
  await loseDevice(scene);
  scene.storedKey = null;
  return scene;
}
