import { expect, it } from "vitest";
import { roomKeysFile } from "../../../../src/render/recovery/procedures/history.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { inHand } from "../../../support/members/recovering/scene.ts";
import { seesDevice } from "../../../support/members/recovering/seen.ts";
import { atWork, inScene, type Stage } from "./stage.ts";

const steps: Expected = [
  ["export-keys", "export room keys"],
  ["keep-file", null],
  ["sign-in", "sign in on another device"],
  ["import-keys", "import room keys"],
  ["read-older", "read older messages"],
];

/** Performs "Export and import room keys". */
export function roomKeysFileTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(roomKeysFile)).toEqual(steps));

  it("opens messages, and confirms no device", () =>
    inScene(atWork(stage), async (scene) => {
      await perform(roomKeysFile, scene);
      expect(await seesDevice(scene.peer, inHand(scene))).toEqual({ signed: false });
      expect(await inHand(scene).crypto.isCrossSigningReady()).toBe(false);
    }));
}
