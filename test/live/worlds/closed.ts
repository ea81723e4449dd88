import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { startPrivateRoom } from "../../../src/io/matrix/client.ts";
import { gatewayAddress, serverAddresses } from "../../support/world/internet/addresses.ts";
import { askForOthers } from "../../support/world/leave.ts";
import { addressesOf, ask, statusInside } from "../../support/world/observations.ts";
import { setPusher } from "../../support/world/pusher.ts";
import type { Scene } from "../../support/world/scene.ts";

const text = `the plans, page ${randomBytes(4).toString("hex")}`;

/** What of federation there is at a server that talks to no other, dune.test, and what leaves it. */
export function closedTests(sceneOf: () => Scene): void {
  describe("a closed server", () => {
    it("has nothing of the federation API, on any way in", async () => {
      const { dune } = sceneOf().stacks;
      for (const path of ["/_matrix/federation/v1/version", "/_matrix/key/v2/server"]) {
        expect(await ask(sceneOf().world, `https://dune.test${path}`)).toMatchObject({ status: 404 });
        expect(await statusInside(dune, path)).toBe("404");
      }
      expect(await ask(sceneOf().world, "https://dune.test/.well-known/matrix/server")).toMatchObject({ status: 404 });
      await expect(ask(sceneOf().world, "https://dune.test:8448/_matrix/federation/v1/version")).rejects.toThrow();
    });

    it("sends nothing of federation, whatever its members ask for, and reaches the push gateway", async () => {
      const { dora, dan } = sceneOf().people;
      const room = await startPrivateRoom(dora, dan);
      await setPusher(dora, sceneOf().world.gateway);
      const answers = await askForOthers(dora, room);
      const granted = answers.filter(({ status }) => status === 200).map(({ path }) => path);
      expect(granted).toEqual(["v3/keys/query", "v3/keys/claim", "v3/sendToDevice/m.test/TRANSACTION"]);
      const { event_id } = await dan.sdk.sendTextMessage(room, text);
      const isTold = (each: string) => each.includes(event_id);
      const told = await until("word to the push gateway", () => sceneOf().world.gateway.told.find(isTold) ?? null);
      const { begun, asked } = await heardFrom(sceneOf(), "dune");
      expect(begun).toEqual([`${gatewayAddress}:443`]);
      expect(asked.filter((words) => !words.includes("push.world.test"))).toEqual([]);
      expect(await sceneOf().world.listener.missed()).toBe(0);
      expect(JSON.parse(told).notification).not.toHaveProperty("content");
    });

    it("would have been heard, as one that is open to others is", async () => {
      expect((await heardFrom(sceneOf(), "amber")).begun).toContain(`${serverAddresses.birch}:443`);
      expect((await heardFrom(sceneOf(), "amber")).asked.join()).toContain("chat.birch.test");
    });
  });
}

/** Where a server's Synapse began connections to, and what it asked the DNS for. */
async function heardFrom({ stacks, world }: Scene, name: "amber" | "dune") {
  const own = await addressesOf(stacks[name], "synapse");
  const heard = world.listener.heard.filter(({ from }) => own.includes(from));
  const inside = await addressesOf(stacks[name], "proxy");
  const begun = heard.filter(({ to, port }) => port !== 53 && port !== 5432 && !inside.includes(to));
  return {
    begun: [...new Set(begun.map(({ to, port }) => `${to}:${port}`))].sort(),
    asked: heard.filter(({ port }) => port === 53).map(({ words }) => words),
  };
}
