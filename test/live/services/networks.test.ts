import { networkInterfaces } from "node:os";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { MainRole, NetworkRole } from "../../../src/plan/plan.ts";
import { listenAt } from "../../support/engines/host.ts";
import { type Attempts, attemptFrom } from "../../support/network/probe.ts";
import { engineOf, inspectService, printedIn } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";

/** The networks that every stack has. */
type EveryNetwork = Extract<NetworkRole, "edge" | "data">;

const stack = inject("mainStack");
const plan = planOf(stack);

describe("within the stack", () => {
  it("Synapse itself serves neither the federation nor its keys", async () => {
    expect(await statusInside("/_matrix/client/versions")).toBe("200");
    expect(await statusInside("/_matrix/federation/v1/version")).toBe("404");
    expect(await statusInside("/_matrix/key/v2/server")).toBe("404");
  });

  it("Postgres does not answer a container on the edge network, by name or by address", async () => {
    const byAddress = `${await addressOn("data", "postgres")}:5432`;
    const targets = [byAddress, `${plan.services.postgres.name}:5432`, "postgres:5432"];
    const attempts = await from("edge", ["synapse:8008", ...targets]);
    expect(attempts["synapse:8008"]).toBe("connected");
    expect(targets.filter((target) => attempts[target] === "Postgres")).toEqual([]);
    expect(await from("data", [byAddress])).toEqual({ [byAddress]: "Postgres" });
  });
});

describe.concurrent("a container on the data network", () => {
  let gateways: Readonly<Record<EveryNetwork, string>>;

  beforeAll(async () => {
    gateways = { edge: await gatewayOf("edge"), data: await gatewayOf("data") };
  });

  it("reaches Postgres and Synapse there, and so could try anything", async () => {
    const attempts = await from("data", ["postgres:5432", "synapse:8008"]);
    expect(attempts).toEqual({ "postgres:5432": "Postgres", "synapse:8008": "connected" });
  });

  it("reaches nothing of the machine, which a container on the edge network does reach", async () => {
    await using machine = await listenAt(gateways.edge);
    const target = `${gateways.edge}:${machine.port}`;
    expect(await from("edge", [target])).toEqual({ [target]: "connected" });
    expect(await from("data", [target])).not.toEqual({ [target]: "connected" });
  });

  it("finds no address of the machine on its own network", () => {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
    expect(addresses).toContain(gateways.edge);
    expect(addresses).not.toContain(gateways.data);
  });

  it("reaches neither the edge network nor the world", async () => {
    const targets = [`${await addressOn("edge", "proxy")}:443`, "proxy:443", "matrix.org:443", "1.1.1.1:443"];
    const attempts = await from("data", targets);
    expect(targets.filter((target) => attempts[target] === "connected")).toEqual([]);
  });
});

function from(role: EveryNetwork, targets: readonly string[]): Promise<Attempts> {
  const { image } = plan.services.synapse;
  return attemptFrom({ ...stack, network: plan.networks[role].name, image }, targets);
}

function statusInside(path: string): Promise<string> {
  const words = ["curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"];
  return printedIn(stack, "synapse", ...words, `http://127.0.0.1:8008${path}`);
}

async function gatewayOf(role: EveryNetwork): Promise<string> {
  const { IPAM } = await engineOf(stack).getNetwork(plan.networks[role].name).inspect();
  return IPAM?.Config?.[0]?.Gateway ?? "";
}

async function addressOn(network: EveryNetwork, role: MainRole): Promise<string> {
  const { NetworkSettings } = await inspectService(stack, role);
  return NetworkSettings.Networks[plan.networks[network].name]?.IPAddress ?? "";
}
