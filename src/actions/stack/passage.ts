import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import { askWeb } from "../../io/probes/web.ts";
import {
  addressToAsk,
  judgePassage,
  machineIn,
  type Passage,
  type PortBinding,
  worstOf,
} from "../../operations/running/passage.ts";
import type { Session } from "../session.ts";
import { isHereFor } from "./engine.ts";

/** How long an answer may take: longer than the proxy holds a request while Synapse is replaced would only delay the bad news. */
const patiently = 10_000;

/** Asks Synapse once through each port of the proxy, as a client does; the worst counts. Whose certificate it is, others judge. */
export async function askAsClient(
  session: Pick<Session, "environment">,
  engine: EngineFacts,
  hostName: string,
  ports: readonly PortBinding[],
): Promise<Passage> {
  const engineAt = await whereEngineIs(session, engine);
  if (engineAt === null) return { kind: "unknown", why: "the engine is on another machine, or in its own network" };
  return worstOf(await Promise.all(ports.map((binding) => knock(hostName, binding, engineAt.machine))));
}

/** The proxy's ports that this machine can connect to, each with the address to do it at. */
export async function portsInReach(
  session: Pick<Session, "environment">,
  engine: EngineFacts,
  ports: readonly PortBinding[],
): Promise<readonly PortBinding[]> {
  const engineAt = await whereEngineIs(session, engine);
  if (engineAt === null) return [];
  return ports.flatMap(({ address, port }) => {
    const at = addressToAsk(address, engineAt.machine);
    return at === null ? [] : [{ address: at, port }];
  });
}

/** The machine of the engine, null for this machine; null as a whole if it cannot be reached by an address. */
async function whereEngineIs(
  session: Pick<Session, "environment">,
  engine: EngineFacts,
): Promise<{ readonly machine: string | null } | null> {
  if (await isHereFor(session, engine)) return { machine: null };
  const machine = machineIn(session.environment.DOCKER_HOST);
  return machine === null ? null : { machine };
}

async function knock(hostName: string, { address, port }: PortBinding, machine: string | null): Promise<Passage> {
  const at = addressToAsk(address, machine);
  if (at === null) return { kind: "unknown", why: `port ${port} is open only on the engine's own machine` };
  const url = `https://${hostName}:${port}/_matrix/client/versions`;
  const answer = await observeWithin(patiently, (signal) =>
    askWeb(url, { trusted: [], verified: false, address: at, signal }),
  );
  return judgePassage(answer, machine === null);
}
