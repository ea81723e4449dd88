import { expect, it } from "vitest";
import { newcomersRead } from "../../../../src/render/recovery/procedures/history.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { inScene, type Stage, settled, withNewcomer } from "./stage.ts";

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
}
