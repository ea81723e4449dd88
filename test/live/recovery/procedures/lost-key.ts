import { expect, it } from "vitest";
import { lostKey } from "../../../../src/render/recovery/procedures/devices.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import { inHand } from "../../../support/members/recovering/scene.ts";
import { seesIdentity } from "../../../support/members/recovering/seen.ts";
import { countInBackup } from "../../../support/members/recovering/setting-up.ts";
import { atWork, inScene, type Stage } from "./stage.ts";

const steps: Expected = [
  ["change-key", "change the recovery key"],
  ["store-key", "store the recovery key"],
  ["destroy-old", null],
  ["sign-in", "sign in on another device"],
  ["confirm-with-key", "confirm with the recovery key"],
  ["read-older", "read older messages"],
];

/** Performs "You lost your recovery key, and a device still works". */
export function lostKeyTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(lostKey)).toEqual(steps));

  it("gives a new key to the same identity and the same backup", () =>
    inScene(atWork(stage), async (scene) => {
      const [count, old] = [await countInBackup(inHand(scene)), scene.storedKey];
      await perform(lostKey, scene);
      expect(scene.storedKey).not.toBe(old);
      expect(await inHand(scene).crypto.getActiveSessionBackupVersion()).toBe("1");
      expect(await countInBackup(inHand(scene))).toBe(count);
      expect(await seesIdentity(scene.peer, scene.person.userId)).toEqual({ changed: false, verified: false });
      await performers["be seen as confirmed"](scene);
    }));
}
