import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import { roomIn, takenPorts } from "../../io/probes/machine.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import type { Observed } from "../../kinds/observed.ts";
import type { Declared, MachineFacts } from "../../operations/checks/facts.ts";
import type { Session } from "../session.ts";
import { isHereFor } from "../stack/engine.ts";

/** What the engine said of itself. */
export interface EngineObservation {
  readonly facts: Observed<EngineFacts>;
  readonly missingImages: Observed<readonly string[]>;
}

/** How long this machine may take to say something about itself. */
const shortly = 10_000;

/** Observes this machine and its engine. Ports of containers are not tried. */
export async function factsOfMachine(
  session: Session,
  declared: Declared,
  engine: EngineObservation,
): Promise<MachineFacts> {
  const facts = "seen" in engine.facts ? engine.facts.seen : null;
  const isHere = await isHereFor(session, facts);
  const elsewhere = { unseen: elsewhereReason } as const;
  const [taken, disk] = await Promise.all([
    isHere ? observeWithin(shortly, () => takenPorts(portsToTry(declared, facts))) : elsewhere,
    isHere && facts !== null ? observeWithin(shortly, () => roomIn(facts.dataFolder)) : elsewhere,
  ]);
  return { ...declared, engine: engine.facts, missingImages: engine.missingImages, taken, disk };
}

/** Why something of the engine's machine is not seen. */
export const elsewhereReason = "the engine is on another machine";

function portsToTry({ plan }: Declared, facts: EngineFacts | null) {
  const written = ({ port, protocol }: { readonly port: number; readonly protocol: string }) => `${port}/${protocol}`;
  const ofContainers = new Set(facts?.published.map(written)); // another check judges those
  return Object.values(plan.services)
    .flatMap(({ ports }) => ports)
    .map(({ external, address, protocol }) => ({ port: external, address, protocol }))
    .filter((binding) => !ofContainers.has(written(binding)));
}
