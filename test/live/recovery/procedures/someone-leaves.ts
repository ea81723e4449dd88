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

  it("leaves the member outside: with what they had received, and without what is said from then on", () =>
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
    }));
  it("gives a former member the history again who is invited again, also what was said while they were out", () =>
    inScene(atWork(stage, "peer"), async (scene) => {
      await perform(someoneLeaves, scene);
      const said = await say(scene.peer, scene.room, "among ourselves");
      await scene.place.accounts.setLocked(scene.person.userId as UserId, false);
      await performers["sign in on another device"](scene);
      await recoverWithKey(inHand(scene), String(scene.storedKey));
      await bringIn(scene.peer, inHand(scene), scene.room);
      expect(await reads(inHand(scene), scene.room, said)).toBe("among ourselves");
      await performers["read older messages"](scene);
    }));
}
