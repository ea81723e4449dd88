import { expect, it } from "vitest";
import { stolenDevice } from "../../../../src/render/recovery/procedures/incidents.ts";
import { reads, say, sessionOf } from "../../../support/members/recovering/messages.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { inHand, type Scene, theOther } from "../../../support/members/recovering/scene.ts";
import { seesIdentity } from "../../../support/members/recovering/seen.ts";
import { couldOpen, statusOfSession } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, isDrawn, type Stage, verified } from "./stage.ts";

const steps: Expected = [
  ["tell", null],
  ["sign-in", "sign in on another device"],
  ["confirm-with-key", "confirm with the recovery key"],
  ["read-older", "read older messages"],
  ["remove-stolen", "remove the other device"],
  ["change-password", "change the password"],
  ["reset", "reset the digital identity"],
  ["change-key", "change the recovery key"],
  ["compare-again", "compare emojis with a colleague"],
];

/** Performs "A device was stolen". */
export function stolenDeviceTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(stolenDevice)).toEqual(steps));

  it("leaves the thief a dead session and not one new message", () =>
    inScene(atWork(stage), async (scene) => {
      await perform(stolenDevice, scene);
      await getsNothingNew(scene);
      expect(await seesIdentity(scene.peer, scene.person.userId)).toEqual({ changed: false, verified: false });
      await performers["be seen as confirmed"](scene);
    }));

  if (isDrawn("unlocked device"))
    it("makes what an unlocked device gave away worthless, where the identity is reset", () =>
      inScene(verified(stage), async (scene) => {
        await perform(stolenDevice, scene, ["reset", "compare-again"]);
        await getsNothingNew(scene);
        expect(await seesIdentity(scene.peer, scene.person.userId)).toEqual({ changed: false, verified: true });
        await performers["be seen as confirmed"](scene);
        const thiefs = await theOther(scene).crypto.getCrossSigningKeyId();
        expect(await inHand(scene).crypto.getCrossSigningKeyId()).not.toBe(thiefs);
        await performers["sign in on another device"](scene);
        await performers["confirm with the recovery key"](scene);
        await performers["read older messages"](scene);
      }));
}

/** What is said from now on has a key of its own, which the thief has not; nor does the server answer them. */
async function getsNothingNew(scene: Scene): Promise<void> {
  const [thief, { peer, room, past }] = [theOther(scene), scene];
  const before = past.find(({ by }) => by === "peer")?.eventId ?? "";
  const said = await say(peer, room, "not for thieves");
  expect(await reads(inHand(scene), room, said)).toBe("not for thieves");
  expect(await sessionOf(peer, room, said)).not.toBe(await sessionOf(peer, room, before));
  expect(await statusOfSession(thief)).toBe(401);
  expect(await couldOpen(thief, peer, room, before)).toBe(true); // what it has received is not taken back
  expect(await couldOpen(thief, peer, room, said)).toBe(false);
}
