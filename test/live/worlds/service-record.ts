import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageIn, type SignedIn, startPrivateRoom } from "../../../src/io/matrix/client.ts";
import { chatkeep } from "../../support/stack/command-line.ts";
import type { StackRecord } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";
import type { Scene } from "../../support/world/scene.ts";
import { signInAt } from "../../support/world/server.ts";
import { bootElm } from "../../support/world/servers.ts";

/** A server whose name leads nowhere on the web, so that other servers find it by a DNS record alone. It takes a boot of its own. */
export function serviceRecordTests(sceneOf: () => Scene): void {
  describe("a server that an SRV record names", () => {
    let elm: StackRecord;
    let eve: SignedIn;

    beforeAll(async () => {
      const { world } = sceneOf();
      elm = await bootElm(world);
      eve = await signInAt(world, elm, "https://chat.elm.test", "eve");
    });
    afterAll(async () => {
      await eve?.stop();
      if (elm !== undefined) await removeStack(elm);
    });

    it("is found by another, and talks with it end to end encrypted", async () => {
      const { cleo } = sceneOf().people;
      const room = await startPrivateRoom(cleo, eve);
      const { event_id: there } = await cleo.sdk.sendTextMessage(room, "found by a record");
      expect(await messageIn(eve, room, there)).toBe("found by a record");
      const { event_id: back } = await eve.sdk.sendTextMessage(room, "and answered");
      expect(await messageIn(cleo, room, back)).toBe("and answered");
    });

    it("shows the certificate of its name where the record leads, which `check` looks at there", async () => {
      const { findings } = JSON.parse((await chatkeep(elm, ["check", "--json"])).stdout);
      expect(findings).toContainEqual(expect.objectContaining({ id: "tls.other-names", verdict: "fine" }));
    });
  });
}
