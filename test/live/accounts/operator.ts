import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../../src/io/matrix/client.ts";
import { type Database, databaseIn } from "../../../src/io/postgres/database.ts";
import { connectionsAtOnce, type SynapseOperator, synapseOperator } from "../../../src/io/synapse/operator.ts";
import { fieldsOf } from "../../../src/kinds/json.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { makeMember } from "../../support/members/people.ts";
import { engineOf, printedIn } from "../../support/stack/engine.ts";
import type { Scene } from "./team.test.ts";

/** How the command line speaks to a real Synapse and to its database: through `docker exec`, many times, and while they restart. */
export function operatorTests(sceneOf: () => Scene): void {
  const container = () => engineOf(sceneOf().stack).getContainer(nameOf(sceneOf().stack.name, "synapse"));
  const said: string[] = [];
  const open = (token: Secret | null): SynapseOperator =>
    synapseOperator(engineOf(sceneOf().stack), container().id, token, (why) => void said.push(why));

  /** What runs in a service's container, as the engine lists it. */
  async function running(role: "synapse" | "postgres"): Promise<readonly string[]> {
    const named = engineOf(sceneOf().stack).getContainer(nameOf(sceneOf().stack.name, role));
    return (await named.top()).Processes.map((columns: readonly string[]) => columns.join(" "));
  }

  describe("the operator", () => {
    it("asks many things at once over a few connections, which end with it", async () => {
      const operator = open(null);
      const bridges = async () =>
        (await running("synapse")).filter((line) => line.includes("create_connection")).length;
      const before = await bridges();
      const asked = Array.from({ length: 200 }, () => operator.send("GET", "/_matrix/client/versions"));
      const counts: number[] = [];
      let isOver = false;
      const answers = Promise.all(asked).finally(() => (isOver = true));
      while (!isOver) counts.push((await bridges()) - before);
      expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
      expect(Math.max(...counts)).toBe(connectionsAtOnce);
      operator.close();
      await expect.poll(bridges).toBe(before);
    });

    it("waits as long as Synapse asks it to", async () => {
      const { userId } = await makeMember(sceneOf().operator, "team.test", "hal");
      const login = { type: "m.login.password", identifier: { type: "m.id.user", user: userId }, password: "wrong" };
      const operator = open(null);
      for (let attempt = 0; said.length === 0 && attempt < 20; attempt++)
        expect(await operator.send("POST", "/_matrix/client/v3/login", login)).toMatchObject({ status: 403 });
      expect(said).toEqual([expect.stringMatching(/^Synapse limits how often this can be done: waiting \d+ s$/)]);
      operator.close();
    });

    it("goes on with a question in whose middle Synapse restarts, and with what comes while it starts", async () => {
      const { stack, operator: administrator } = sceneOf();
      const session = await signIn(stack, await makeMember(administrator, "team.test", "ida"));
      await session.stop();
      const operator = open(new Secret(session.accessToken));
      const first = await operator.send("GET", "/_matrix/client/v3/sync?timeout=0");
      const since = encodeURIComponent(String(fieldsOf(first.body).next_batch));
      const asked = operator.send("GET", `/_matrix/client/v3/sync?since=${since}&timeout=60000`);
      await Promise.race([asked, pause(500)]); // it is on its way, and Synapse has nothing to answer yet
      await container().restart();
      const path = `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}/account_data/org.example.seen`;
      expect(await operator.send("PUT", path, { seen: true })).toMatchObject({ status: 200 });
      const answer = await asked;
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([200, expect.stringContaining("org.example.seen")]);
      operator.close();
    });
  });

  describe("the database", () => {
    let database: Database;
    beforeAll(() => {
      database = databaseIn(engineOf(sceneOf().stack), nameOf(sceneOf().stack.name, "postgres"), "postgres");
    });

    it("gives rows as they are, and its statement is in no list of processes", async () => {
      const odd = String.raw`SELECT E'a\tb\nc\\d', NULL, '' -- and a comment`;
      expect(await Array.fromAsync(database.rows(odd))).toEqual([["a\tb\nc\\d", null, ""]]);
      const slow = Array.fromAsync(database.rows("SELECT 'a mark of this test', pg_sleep(2)"));
      await expect.poll(() => running("postgres"), { interval: 50 }).toContainEqual(expect.stringContaining("psql"));
      expect((await running("postgres")).filter((line) => line.includes("a mark of this test"))).toEqual([]);
      expect(await slow).toEqual([["a mark of this test", ""]]);
    });

    it("gives the first of many rows while the last are still to come, and leaves nothing behind", async () => {
      const asking = async () => (await running("postgres")).filter((line) => /psql|COPY/.test(line)).length;
      let count = 0;
      for await (const [number] of database.rows("SELECT generate_series(1, 3000000)")) {
        if (number !== String(++count)) break;
        if (count < 1_000) continue;
        expect(await asking()).toBe(2);
        break;
      }
      expect(count).toBe(1_000);
      await expect.poll(asking).toBe(0);
    });

    it("says what is wrong with a statement", async () => {
      await expect(Array.fromAsync(database.rows("SELECT nothing"))).rejects.toThrow('column "nothing" does not exist');
      expect(await printedIn(sceneOf().stack, "postgres", "echo", "it still runs")).toBe("it still runs\n");
    });
  });
}
