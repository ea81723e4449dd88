import { describe, expect, it } from "vitest";
import type { ObservedContainer, StackObservation } from "../../../src/io/docker/observations.ts";
import { decideRepairs } from "../../../src/operations/running/repairs.ts";
import { judgeServices } from "../../../src/operations/running/status.ts";
import { changesServer, decideUp, driftOf, needsYes, withoutRepaired } from "../../../src/operations/up/up.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { container, emptyEngine, goal, remembered, seen, state } from "../up/situation.ts";

const networks = Object.values(goal.plan.networks).map(({ name }) => ({ id: `${name}-id`, name }));
const rememberedNetworks = networks.map(({ id }) => remembered("network", id));
const [data, edge] = ["chatkeep-acme-data", "chatkeep-acme-edge"];

function engine(role: string, change: (it: ObservedContainer) => ObservedContainer): StackObservation {
  const all = ["postgres", "synapse", "proxy"].map((each) => container(each));
  return { ...emptyEngine, networks, containers: all.map((each) => (each.role === role ? change(each) : each)) };
}

const off = (network: string) => (it: ObservedContainer) => {
  return { ...it, networks: it.networks.filter((each) => each.network !== network) };
};
const nameless = (it: ObservedContainer) => {
  return { ...it, networks: it.networks.map((each) => ({ ...each, aliases: ["0123456789ab"] })) };
};
const alsoOn = (network: string) => (it: ObservedContainer) => {
  return { ...it, networks: [...it.networks, { network, id: `${network}-id`, aliases: [] }] };
};
const paused = (it: ObservedContainer): ObservedContainer => ({ ...it, state: { kind: "paused" } });

const synapse = { id: "synapse", name: "chatkeep-acme-synapse" };
const cases = {
  "off one of its networks": {
    world: engine("synapse", off(data)),
    state: "detached",
    why: `it is not on the network ${data}`,
    steps: [{ kind: "joinNetwork", ...synapse, network: data, networkId: `${data}-id`, alias: "synapse" }],
  },
  "without its name on a network": {
    world: engine("proxy", nameless),
    state: "detached",
    why: `containers on the network ${edge} cannot find it as proxy`,
    steps: [
      { kind: "leaveNetwork", id: "proxy", name: "chatkeep-acme-proxy", network: edge, networkId: "id of edge" },
      {
        kind: "joinNetwork",
        id: "proxy",
        name: "chatkeep-acme-proxy",
        network: edge,
        networkId: `${edge}-id`,
        alias: "proxy",
      },
    ],
  },
  "on a network that is not declared": {
    world: engine("synapse", alsoOn("bridge")),
    state: "exposed",
    why: "it is also on the network bridge, which is not declared",
    steps: [{ kind: "leaveNetwork", ...synapse, network: "bridge", networkId: "bridge-id" }],
  },
  paused: {
    world: engine("synapse", paused),
    state: "paused",
    why: "its container is paused and does not answer",
    steps: [{ kind: "resumeContainer", ...synapse }],
  },
} as const;

describe.each(Object.entries(cases))("a container that is %s", (_, { world, state: word, why, steps }) => {
  it("is not healthy, and says why", () => {
    const ill = judgeServices(goal.plan, world).filter(({ healthy }) => !healthy);
    expect(ill).toMatchObject([{ state: word, why }]);
  });

  it("is set right by `up`, without Pulumi, and waited for", () => {
    expect(decideRepairs(goal.plan, world)).toEqual(steps);
    const known = [
      ...["postgres", "synapse", "proxy"].map((each) => remembered("container", each)),
      ...rememberedNetworks,
    ];
    const decided = decideUp(goal, seen({ engine: world, state: state(known) }));
    expect(decided.map(({ kind }) => kind)).toEqual([...steps.map(({ kind }) => kind), "awaitHealth", "askAsClient"]);
    expect(changesServer(decided)).toBe(true);
    const found = driftOf(decided);
    expect(found).toHaveLength(1);
    expect(driftOf(decided, found)).toEqual([]);
  });

  it("needs a yes only where something is taken away", () => {
    expect(needsYes([], steps)).toBe(steps.some(({ kind }) => kind === "leaveNetwork"));
  });
});

describe("a proxy off its network, whose ports Pulumi misses", () => {
  const { plan } = goal;
  const name = plan.services.proxy.name;
  const ports = { action: "replace", what: "container", name, because: ["ports"] } as const;
  const world = engine("proxy", off(edge));

  it("is not to be replaced: it has them again once it is back", () => {
    expect(withoutRepaired([ports], plan, world)).toEqual([]);
  });

  it("is replaced where its settings changed too, or where it is on its network", () => {
    const memory = { ...ports, because: ["memory", "ports"] } as const;
    expect(withoutRepaired([memory], plan, world)).toEqual([memory]);
    expect(
      withoutRepaired(
        [ports],
        plan,
        engine("proxy", (it) => it),
      ),
    ).toEqual([ports]);
  });
});

describe("containers on their networks", () => {
  it("need nothing", () => {
    expect(
      decideRepairs(
        goal.plan,
        engine("synapse", (it) => it),
      ),
    ).toEqual([]);
    expect(
      judgeServices(
        goal.plan,
        engine("synapse", (it) => it),
      ).every(({ healthy }) => healthy),
    ).toBe(true);
  });

  it("are left to Pulumi where settings that are not carried out yet declare others", () => {
    const plan = decidePlan("acme", exampleSettings({ tls: "internal", mtu: 1400 }));
    const world = engine("synapse", (it) => it);
    expect(decideRepairs(plan, world)).toEqual([]);
    expect(judgeServices(plan, world).every(({ healthy }) => healthy)).toBe(true);
  });

  it("are left to Pulumi where the network is gone, and to the sweep where they are swept", () => {
    const gone = engine("synapse", off(data));
    expect(decideRepairs(goal.plan, { ...gone, networks: [] })).toEqual([]);
    const unknown = { ...gone, containers: gone.containers.map((each) => ({ ...each, id: `${each.id} unknown` })) };
    const kinds = decideUp(goal, seen({ engine: unknown })).map(({ kind }) => kind);
    expect(kinds).not.toContain("joinNetwork");
  });
});
