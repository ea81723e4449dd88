import type { InsideFacts } from "../../../operations/backup/drill/facts.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { ReachedEngine } from "../../stack/engine.ts";

/** Looks into the containers of a restored server: its networks, its ports, its sequences, and whether Synapse answers. */
export async function observeInside(engine: ReachedEngine, plan: Plan): Promise<InsideFacts> {
  const { stack } = engine;
  const synapse = stack.synapse(plan.services.synapse.name, null);
  try {
    const [networks, { published }, { status, server }, sequences] = await Promise.all([
      networksOf(engine, plan),
      stack.facts(),
      synapse.send("GET", "/_matrix/client/versions"),
      Array.fromAsync(stack.database(plan.services.postgres.name).rows(sequencesQuery)),
    ]);
    return {
      networks,
      publishedPorts: published.filter((each) => each.stack === plan.stack).length,
      status,
      synapse: server,
      sequences: Object.fromEntries(sequences.map(([name, value]) => [name ?? "", Number(value)])),
    };
  } finally {
    synapse.close();
  }
}

const sequencesQuery = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'";

/** An internal network leads to other containers on it alone; without an address of the host, not even to that (Docker manual, bridge driver options). */
async function networksOf({ client }: ReachedEngine, { services }: Plan): Promise<InsideFacts["networks"]> {
  const inspected = await Promise.all(Object.values(services).map(({ name }) => client.getContainer(name).inspect()));
  const names = new Set(inspected.flatMap(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks)));
  const found = [...names].map(async (name) => {
    const { Internal, Options } = await client.getNetwork(name).inspect();
    return [name, Internal && Options?.["com.docker.network.bridge.inhibit_ipv4"] === "true"] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}
