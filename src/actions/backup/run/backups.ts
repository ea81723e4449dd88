import { Refusal, StackError } from "../../../errors.ts";
import type { ObservedContainer } from "../../../io/docker/observations.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import { refuseForeign } from "../../../operations/ownership/refuse.ts";
import type { Plan } from "../../../plan/plan.ts";
import { backupDefinition } from "../../../plan/services/backup.ts";
import { onThisStack, type Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { type Settled, settingsOf, understand } from "../../stack/settings.ts";
import { gatherSituation } from "../../stack/situation.ts";
import { readWritten } from "../../stack/written.ts";

/** The container that makes a stack's backups, and the engine that runs it. */
export interface ReachedBackups {
  readonly settled: Settled;
  readonly engine: StackEngine;
  readonly container: string;
}

/** Reaches it; refuses a stack that is another's or has no backups, and says what to do where it does not run. */
export async function reachBackups(session: Session): Promise<ReachedBackups> {
  const reached = await reachEngine(session);
  const written = await readWritten(session);
  const source = await settingsOf(written, session);
  const settled = understand(session, source);
  const container = containerOf(settled.plan);
  const { engine: observation, ownership } = await gatherSituation(session, { written, source }, reached);
  refuseForeign(session, ownership);
  const found = observation.containers.find(({ name }) => name === container);
  if (found?.state.kind !== "running") throw notRunning(session, found);
  return { settled, engine: reached.stack, container };
}

function containerOf({ services }: Plan): string {
  if (services.backup !== undefined) return services.backup.name;
  throw new Refusal("This server has no backups", { next: `${backupDefinition.optional?.howToHaveIt}.` });
}

function notRunning({ stack }: Session, found: ObservedContainer | undefined): StackError {
  const state = found === undefined ? "does not exist" : "does not run";
  return new StackError(`The container that makes backups ${state}`, {
    next: `Start it:  ${onThisStack("up", stack)}`,
  });
}
