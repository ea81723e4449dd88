import { expect, it } from "vitest";
import { firstDay } from "../../../../src/render/recovery/procedures/first-day.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { inHand } from "../../../support/members/recovering/scene.ts";
import { arriving, inScene, type Stage } from "./stage.ts";

const steps: Expected = [
  ["sign-in-first", "sign in on the first device"],
  ["set-up-recovery", "set up recovery"],
  ["store-key", "store the recovery key"],
  ["two-places", null],
  ["check-key", "check the recovery key"],
];

/** Performs "Your first day: set up recovery". */
export function firstDayTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(firstDay)).toEqual(steps));

  it("leaves an identity, secret storage and a backup, and a key to them of 48 letters and digits", () =>
    inScene(arriving(stage), async (scene) => {
      await perform(firstDay, scene);
      const { crypto } = inHand(scene);
      expect(await crypto.isCrossSigningReady()).toBe(true);
      expect(await crypto.isSecretStorageReady()).toBe(true);
      expect(await crypto.getActiveSessionBackupVersion()).toBe("1");
      expect(scene.storedKey).toMatch(/^Es[TU]\w( \w{4}){11}$/);
    }));
}
