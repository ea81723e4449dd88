import { expect, it } from "vitest";
import { newcomersRead } from "../../../../src/render/recovery/procedures/history.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { bringIn, seesOutside } from "../../../support/members/recovering/rooms.ts";
import { inHand, newcomerIn } from "../../../support/members/recovering/scene.ts";
import { seesDeviceSigned } from "../../../support/members/recovering/seen.ts";
import { setUpRecovery } from "../../../support/members/recovering/setting-up.ts";
import { couldOpen } from "../../../support/members/recovering/unreadable.ts";
import { inScene, isDrawn, type Stage, settled, withNewcomer } from "./stage.ts";

const steps: Expected = [
  ["choose", "open history to newcomers"],
  ["invite", "invite the newcomer"],
  ["join", "join as the newcomer"],
  ["read-older", "read older messages"],
];

/** Performs "A room where newcomers read older messages". */
export function newcomersReadTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(newcomersRead)).toEqual(steps));

  it("lets a newcomer read what was written and sent before they came", () =>
    inScene(settled(stage, { host: "member" }), async (scene) => {
      await withNewcomer(scene);
      await perform(newcomersRead, scene);
      expect(scene.newcomer?.sdk.getRoom(scene.room)?.getHistoryVisibility()).toBe("shared");
    }));

  if (isDrawn("newcomer who confirms late"))
    it("hands a newcomer nothing whose device is confirmed only after they came, and all once they are invited again", () =>
      inScene(settled(stage, { host: "member" }), async (scene) => {
        await withNewcomer(scene, { isConfirmed: false });
        const [host, newcomer, { room }] = [inHand(scene), newcomerIn(scene), scene];
        await performers["open history to newcomers"](scene);
        await bringIn(host, newcomer, room);
        await setUpRecovery(newcomer);
        await seesDeviceSigned(host, newcomer);
        const opens = () => Promise.all(scene.past.map(({ eventId }) => couldOpen(newcomer, host, room, eventId)));
        expect(await opens()).toEqual([false, false, false]);
        await host.sdk.kick(room, newcomer.userId);
        await seesOutside(host, room, newcomer.userId);
        await bringIn(host, newcomer, room);
        await performers["read older messages"](scene);
      }));
}
