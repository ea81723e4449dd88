import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { KnownMembership } from "matrix-js-sdk";
import { afterAll, describe, expect, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { messageIn } from "../../../src/io/matrix/client.ts";
import type { Json } from "../../../src/kinds/json.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { removeRoster, writeRoster } from "../../support/team/roster-file.ts";
import type { Scene } from "../../support/world/scene.ts";

const lia = "@lia:amber.test";

/** People of birch.test in a room of the roster of amber.test, which talks to birch.test alone. */
export function guestTests(sceneOf: () => Scene): void {
  describe("a guest in a room of the roster", () => {
    let room: string;

    afterAll(() => removeRoster(sceneOf().stacks.amber.name));

    const writeTeam = (guests: readonly Json[]) =>
      writeRoster(sceneOf().stacks.amber.name, {
        members: [
          { id: sceneOf().people.ana.userId, name: "Ana", role: "admin" },
          { id: lia, name: "Lia" },
        ],
        rooms: [{ alias: "guests", name: "Guests", guests }],
      });

    const apply = async () => {
      const { amber } = sceneOf().stacks;
      const sheets = await mkdtemp(join(amber.stateHome, "sheets-"));
      return JSON.parse(
        (await chatkeepSucceeds(amber, ["team", "apply", "--yes", "--json", "--sheets", sheets])).stdout,
      );
    };

    const itInSoak = isSoak ? it : () => undefined; // each takes two commands

    itInSoak("is refused before anything is done where their server is not allowed", async () => {
      const { amber } = sceneOf().stacks;
      await writeTeam([sceneOf().people.cleo.userId]);
      const refused = await chatkeep(amber, ["team", "apply", "--yes"]);
      expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("is not among the allowed")]);
      expect((await chatkeepSucceeds(amber, ["account", "list"])).stdout).not.toContain(lia);
    });

    it("gets an invitation at their own server, joins, and reads what members write", async () => {
      const { amber } = sceneOf().stacks;
      const { ana, ben } = sceneOf().people;
      await writeTeam([ben.userId]);
      const { steps } = await apply();
      expect(steps).toContainEqual({ kind: "invite", alias: "guests", user: ben.userId });
      room = (await ana.sdk.getRoomIdForAlias("#guests:amber.test")).room_id;
      await untilTrue("invitation at birch.test", () => membershipOf(ben.userId, ben) === KnownMembership.Invite);
      await ben.sdk.joinRoom(room);
      await untilTrue("guest at amber.test", () => membershipOf(ben.userId, ana) === KnownMembership.Join);
      const { event_id: said } = await ana.sdk.sendTextMessage(room, "welcome");
      expect(await messageIn(ben, room, said)).toBe("welcome");
      expect(JSON.parse((await chatkeepSucceeds(amber, ["team", "plan", "--json"])).stdout).steps).toEqual([]);
    });

    it("sees a member go who is offboarded, and stays", async () => {
      const { amber } = sceneOf().stacks;
      const { ana, ben } = sceneOf().people;
      const words = ["team", "offboard", lia, "--redact", "--yes", "--json"];
      const { report } = JSON.parse((await chatkeepSucceeds(amber, words)).stdout);
      expect(report.proofs.filter(({ holds }: { readonly holds: boolean }) => !holds)).toEqual([]);
      expect(report.rooms).toEqual([expect.objectContaining({ room, left: "removed by chatkeep" })]);
      await untilTrue("departure at birch.test", () => membershipOf(lia, ben) === KnownMembership.Leave);
      expect([membershipOf(ben.userId, ana), membershipOf(ben.userId, ben)]).toEqual(["join", "join"]);
    });

    itInSoak("is removed, at their own server too, once the roster names them no more", async () => {
      const { ana, ben } = sceneOf().people;
      await writeRoster(sceneOf().stacks.amber.name, {
        members: [{ id: ana.userId, name: "Ana", role: "admin" }],
        rooms: [{ alias: "guests", name: "Guests" }],
      });
      const { steps } = await apply();
      expect(steps).toContainEqual({ kind: "remove", alias: "guests", user: ben.userId });
      await untilTrue("removal at birch.test", () => membershipOf(ben.userId, ben) === KnownMembership.Leave);
    });

    /** As one of the clients sees it. */
    function membershipOf(user: string, { sdk }: Scene["people"]["ana"]): string | undefined {
      const seen = sdk.getRoom(room);
      return user === sdk.getUserId() ? seen?.getMyMembership() : seen?.getMember(user)?.membership;
    }
  });
}
