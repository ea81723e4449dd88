import { expect, it } from "vitest";
import { newDevice } from "../../../../src/render/recovery/procedures/devices.ts";
import { reads, say } from "../../../support/members/recovering/messages.ts";
import { type Expected, listed, perform, performStep } from "../../../support/members/recovering/perform.ts";
import { inHand, theOther } from "../../../support/members/recovering/scene.ts";
import { couldOpen, statusOfSession } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, type Stage } from "./stage.ts";

const steps: Expected = [
  ["sign-in", "sign in on another device"],
  ["confirm-with-other", "confirm with another device"],
  ["read-older", "read older messages"],
  ["seen-by-others", "be seen as confirmed"],
  ["remove-old", "remove the other device"],
];

/** Performs "A new computer or phone, and the old one still works". */
export function newDeviceTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(newDevice)).toEqual(steps));

  it("leaves two devices that both read on, and the new one alone where the old one is given away", () =>
    inScene(atWork(stage), async (scene) => {
      const { peer, room } = scene;
      await perform(newDevice, scene);
      const toBoth = await say(peer, room, "to both");
      for (const device of [inHand(scene), theOther(scene)]) expect(await reads(device, room, toBoth)).toBe("to both");
      await performStep(newDevice, scene, "remove-old");
      const toNew = await say(peer, room, "to the new one");
      expect(await reads(inHand(scene), room, toNew)).toBe("to the new one");
      expect(await statusOfSession(theOther(scene))).toBe(401);
      expect(await couldOpen(theOther(scene), peer, room, toNew)).toBe(false);
    }));
}
