import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { tryGateways } from "../../../src/io/probes/push-gateway.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { type Gateway, startGateway } from "../../support/network/push-gateway.ts";
import { engineOf, printedIn } from "../../support/stack/engine.ts";

const stack = inject("mainStack");
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway(stack, "gateway.test", stack.gatewayCertificate);
});
afterAll(async () => {
  await query("DELETE FROM pushers WHERE user_name = '@x:team.test'");
  await gateway?.[Symbol.asyncDispose]();
});

function gatewaysSeen() {
  const containers = { synapse: nameOf(stack.name, "synapse"), postgres: nameOf(stack.name, "postgres") };
  return tryGateways(stackEngine(engineOf(stack), stack.name), containers);
}

/** A phone that is registered, as Synapse keeps it (table `pushers`). */
async function registerPhone(number: number, url: string): Promise<void> {
  const data = JSON.stringify({ url });
  const columns = "id, user_name, profile_tag, kind, app_id, app_display_name, device_display_name, pushkey, ts, data";
  const sql = `INSERT INTO pushers (${columns}) VALUES (${number}, '@x:team.test', '', 'http', 'a', 'a', 'a', 'k${number}', 0, '${data}')`;
  await query(sql);
}

async function query(sql: string): Promise<void> {
  await printedIn(stack, "postgres", "psql", "-h", "/run/postgresql", "-U", "postgres", "-d", "synapse", "-qc", sql);
}

describe("the push gateways of members' phones, tried from Synapse's container", () => {
  it("are reached, or named for what keeps phones silent", async () => {
    await registerPhone(1, "https://gateway.test/_matrix/push/v1/notify");
    const path = "_matrix/push/v1/notify";
    await until("gateway that listens", async () => {
      const [first] = await gatewaysSeen();
      return first?.outcome === "reached" ? first : null;
    });
    await registerPhone(2, `https://someone:secret@127.0.0.1:8008/${path}`);
    await registerPhone(3, `https://${gateway.address}:444/${path}`);
    await registerPhone(4, `https://${gateway.address}/${path}`);
    await registerPhone(5, `https://a..b/${path}`);
    const seen = (await gatewaysSeen()).toSorted((one, other) => one.gateway.localeCompare(other.gateway));
    expect(seen.map((each) => [each.gateway, each.outcome])).toEqual([
      ["127.0.0.1:8008", "private address"],
      [gateway.address, "no trusted TLS"],
      [`${gateway.address}:444`, "no connection"],
      ["a..b", "no address"],
      ["gateway.test", "reached"],
    ]);
    expect(JSON.stringify(seen)).not.toContain("secret");
  });
});
