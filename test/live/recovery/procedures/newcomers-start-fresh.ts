import { expect, it } from "vitest";
import { newcomersStartFresh } from "../../../../src/render/recovery/procedures/history.ts";
import { type Expected, listed, perform } from "../../../support/members/recovering/perform.ts";
import { inScene, type Stage, settled, withNewcomer } from "./stage.ts";

const steps: Expected = [
  ["choose", "close history to newcomers"],
  ["invite", "invite the newcomer"],
  ["join", "join as the newcomer"],
  ["closed", "find older messages closed"],
];

/** Performs "A room where newcomers do not read older messages". */
export function newcomersStartFreshTests(stage: Stage): void {
  it("lists the steps that are performed here", () => expect(listed(newcomersStartFresh)).toEqual(steps));

  it("gives a newcomer neither the messages from before nor a key to them", () =>
    inScene(settled(stage, { host: "member" }), async (scene) => {
      await withNewcomer(scene);
      await perform(newcomersStartFresh, scene);
      expect(scene.newcomer?.sdk.getRoom(scene.room)?.getHistoryVisibility()).toBe("invited");
    }));
}
