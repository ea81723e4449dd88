import { expect, it } from "vitest";
import { newDevice } from "../../../support/members/recovering/device.ts";
import { isUnreadable, reads, say, whyUnreadable } from "../../../support/members/recovering/messages.ts";
import { inHand, takeInHand } from "../../../support/members/recovering/scene.ts";
import { seesDevice } from "../../../support/members/recovering/seen.ts";
import { atWork, inScene, type Stage } from "./stage.ts";

const withheld = "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE";

/** That the mode of these tests has an effect: without it, "on and off" would be the same test twice. */
export function isolationTests(stage: Stage): void {
  const outcome = stage.isolation === "on" ? "gets nothing and is not heard" : "gets messages and is heard";
  it(`a device that its owner has not confirmed ${outcome}`, () =>
    inScene(atWork(stage), async (scene) => {
      takeInHand(scene, await newDevice(scene.place.server, scene.person, "off"));
      const [unconfirmed, { peer, room }] = [inHand(scene), scene];
      expect(await seesDevice(peer, unconfirmed)).toEqual({ signed: false });
      const toIt = await say(peer, room, "to every device");
      const fromIt = await say(unconfirmed, room, "from one that no one confirmed");
      if (stage.isolation === "on") {
        await isUnreadable(unconfirmed, room, toIt, withheld);
        expect(await whyUnreadable(peer, room, fromIt)).toBe("UNSIGNED_SENDER_DEVICE");
      } else {
        expect(await reads(unconfirmed, room, toIt)).toBe("to every device");
        expect(await reads(peer, room, fromIt)).toBe("from one that no one confirmed");
      }
    }));

  if (stage.isolation === "off") return;
  it("an app that excludes such devices does not even send from one", () =>
    inScene(atWork(stage), async (scene) => {
      takeInHand(scene, await newDevice(scene.place.server, scene.person, "on"));
      await expect(say(inHand(scene), scene.room, "too early")).rejects.toThrow("your device is not verified");
    }));
}
