import { expect, it } from "vitest";
import { lostDevice } from "../../../../src/render/recovery/procedures/devices.ts";
import { whyUnreadable } from "../../../support/members/recovering/messages.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { inHand, loseDevice } from "../../../support/members/recovering/scene.ts";
import { seesIdentity } from "../../../support/members/recovering/seen.ts";
import { atWork, inScene, isDrawn, type Stage, verified } from "./stage.ts";

const steps: Expected = [
  ["sign-in", "sign in on another device"],
  ["confirm-with-key", "confirm with the recovery key"],
  ["read-older", "read older messages"],
  ["seen-by-others", "be seen as confirmed"],
  ["remove-lost", "remove the other device"],
];

/** Performs "Your only device is lost or broken". */
export function lostDeviceTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(lostDevice)).toEqual(steps));

  it("brings everything back with nothing but the typed key, to a colleague who had verified them as well", () =>
    inScene(verified(stage), async (scene) => {
      await loseDevice(scene);
      await perform(lostDevice, scene);
      expect(await seesIdentity(scene.peer, scene.person.userId)).toEqual({ changed: false, verified: true });
      expect((await inHand(scene).sdk.getDevices()).devices).toHaveLength(1);
      await performers["read older messages"](scene);
      await performers["be seen as confirmed"](scene);
    }));

  if (isDrawn("another key"))
    it("brings nothing back with another key, or with a letter mistyped", () =>
      inScene(atWork(stage), async (scene) => {
        await loseDevice(scene);
        await performers["sign in on another device"](scene);
        const right = String(scene.storedKey);
        const another = inHand(scene).crypto.createRecoveryKeyFromPassphrase();
        for (const [typed, told] of [
          [mistyped(right), /Incorrect parity/],
          [String((await another).encodedPrivateKey), /callback returned falsey/],
        ] as const)
          await expect(performers["confirm with the recovery key"]({ ...scene, storedKey: typed })).rejects.toThrow(
            told,
          );
        const oldest = scene.past[0]?.eventId ?? "";
        expect(await whyUnreadable(inHand(scene), scene.room, oldest)).toBe("HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED");
        await performers["confirm with the recovery key"](scene);
        await performers["read older messages"](scene);
      }));
}

/** One letter is another one of the alphabet that recovery keys are written in. */
function mistyped(key: string): string {
  return key.slice(0, -1) + (key.endsWith("x") ? "y" : "x");
}
