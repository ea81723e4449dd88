import { expect, it } from "vitest";
import { lostKey } from "../../../../src/render/recovery/procedures/devices.ts";
import { proveKey } from "../../../../src/render/recovery/procedures/first-day.ts";
import type { MemberDevice } from "../../../support/members/recovering/device.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { inHand, theOther } from "../../../support/members/recovering/scene.ts";
import { seesDeviceSigned } from "../../../support/members/recovering/seen.ts";
import { statusOfSession } from "../../../support/members/recovering/unreadable.ts";
import { atWork, inScene, isDrawn, type Stage } from "./stage.ts";

const steps: Expected = [
  ["check-key", "check the recovery key"],
  ["sign-in", "sign in on another device"],
  ["confirm-with-key", "confirm with the recovery key"],
  ["read-older", "read older messages"],
  ["sign-out", "remove this device"],
];

/** Performs "Prove that your recovery key works". */
export function proveKeyTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(proveKey)).toEqual(steps));

  it("leaves the member's own device as it was, and nothing signed in beside it", () =>
    inScene(atWork(stage), async (scene) => {
      const own = inHand(scene);
      await perform(proveKey, scene);
      expect(inHand(scene)).toBe(own);
      expect((await own.sdk.getDevices()).devices.map(({ device_id }) => device_id)).toEqual([own.deviceId]);
      expect(await statusOfSession(theOther(scene))).toBe(401);
      await performers["be seen as confirmed"](scene);
    }));

  if (isDrawn("key that opens nothing"))
    it("finds a key that confirms a device but opens nothing older; a new key from a device that reads repairs it", () =>
      inScene(atWork(stage), async (scene) => {
        const own = inHand(scene);
        await spoilBackupKey(own, String(scene.storedKey));
        await expect(perform(proveKey, scene)).rejects.toThrow(/confirm-with-key.*decryption key does not match/);
        await seesDeviceSigned(scene.peer, inHand(scene));
        [scene.hand, scene.other] = [own, scene.hand];
        await perform(lostKey, scene);
      }));
}

/** The stored key of the backup is another one, as clients have been seen to leave it ("Your key storage is out of sync"). */
async function spoilBackupKey({ sdk, prompt }: MemberDevice, recoveryKey: string): Promise<void> {
  prompt.askFor(sdk.secretStorage);
  prompt.type(recoveryKey);
  await sdk.secretStorage.store("m.megolm_backup.v1", Buffer.alloc(32, 7).toString("base64").replaceAll("=", ""));
  prompt.forget();
}
