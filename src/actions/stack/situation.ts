import type { StackObservation } from "../../io/docker/observations.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import type { Ownership } from "../../operations/ownership/judge.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "./engine.ts";
import { judgeData } from "./ownership.ts";
import { stateIn } from "./repair-checkpoint.ts";
import type { Written } from "./written.ts";

/**
 * What a command found of its stack, gathered once: the files on this machine, Pulumi's state, the engine. What it decides follows
 * from this alone. Performing changes all of it, so performing, and the look after it, observe again.
 */
export interface Situation {
  readonly written: Written;
  /** The stack file; null if it is missing or cannot be read. */
  readonly source: SettingsSource | null;
  /** Pulumi's state; null when the stack has none. */
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
  readonly ownership: Ownership;
  /** The major version of Postgres that the database's files are of; null where there are none. */
  readonly clusterVersion: number | null;
}

/** Gathers it, from the files as they were read and from the engine. The owner of the stack decides what may be observed further. */
export async function gatherSituation(
  session: Session,
  { written, source }: Pick<Situation, "written" | "source">,
  { client, stack }: ReachedEngine,
): Promise<Situation> {
  const [state, engine] = await Promise.all([stateIn(session, written), stack.observe()]);
  const data = await judgeData(session, client, { written, source, state, engine });
  return { written, source, state, engine, ...data };
}
