import { expect, it } from "vitest";
import type { UserId } from "../../../../src/kinds/names.ts";
import { someoneLeaves } from "../../../../src/render/recovery/procedures/incidents.ts";
import { reads, say } from "../../../support/members/recovering/messages.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { recoverWithKey } from "../../../support/members/recovering/recovering.ts";
import { bringIn } from "../../../support/members/recovering/rooms.ts";
import { inHand } from "../../../support/members/recovering/scene.ts";
import { couldOpen, statusOfEvent, statusOfSession } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, type Stage } from "./stage.ts";

const steps: Expected = [
  ["lock", "lock the account"],
  ["hand-over", null],
  ["remove-from-rooms", "remove from the room"],
  ["next-message", "send a message"],
  ["shared-secrets", null],
];

/** Performs "Someone leaves the team". */
export function someoneLeavesTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(someoneLeaves)).toEqual(steps));

  it("leaves the member outside, with what they had received; who is invited again gets all of it, also from between", () =>
    inScene(atWork(stage, "peer"), async (scene) => {
      const [leaver, { peer, room, past }] = [inHand(scene), scene];
      await perform(someoneLeaves, scene);
      const said = await say(peer, room, "among ourselves");
      expect(await reads(peer, room, said)).toBe("among ourselves");
      await scene.place.accounts.setLocked(scene.person.userId as UserId, false);
      expect(await statusOfSession(leaver)).toBe(200);
      expect(await statusOfEvent(leaver, room, said)).toBe(404);
      expect(await couldOpen(leaver, peer, room, said)).toBe(false);
      expect(await couldOpen(leaver, peer, room, past[0]?.eventId ?? "")).toBe(true);
      await performers["sign in on another device"](scene);
      await recoverWithKey(inHand(scene), String(scene.storedKey));
      await bringIn(peer, inHand(scene), room);
      expect(await reads(inHand(scene), room, said)).toBe("among ourselves");
      // A strict app knows no sender's device while it shares no room with them: keys it fetched then stay unusable until it signs in again.
      await performers["sign in on another device"](scene);
      await performers["confirm with the recovery key"](scene);
      await performers["read older messages"](scene);
    }));
}
