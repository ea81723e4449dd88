import type { StackObservation } from "../../io/docker/observations.ts";
import type { RunProcess } from "../../io/machine/processes.ts";
import type { PulumiLock, PulumiState } from "../../io/pulumi/state.ts";
import type { KeyFacts } from "../keys/key-steps.ts";
import type { Ownership } from "../ownership/judge.ts";
import type { Passage } from "../running/passage.ts";
import type { Change } from "../state/change.ts";

/** Everything `up` decides on. */
export interface Seen {
  readonly keys: KeyFacts;
  /** Pulumi's state; null when the stack has none. */
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
  /** Whose what the engine has is; another's is refused before. */
  readonly ownership: Ownership;
  /** The major version of Postgres that the database's files are of; null where there are none. */
  readonly clusterVersion: number | null;
  readonly leftovers: Leftovers;
  readonly missingImages: readonly string[];
  readonly artifacts: Artifacts;
  /** What came of asking as a client does; null where nothing is there to be asked. */
  readonly passage: Passage | null;
  /** What Pulumi says will change; null on a clean state, where the plan itself is what will be made. */
  readonly changes: readonly Change[] | null;
}

/** What the state folder keeps beside Pulumi's own: whether it is there and, of a copy, still the same. */
export interface Artifacts {
  readonly authority: boolean;
  readonly stackFileCopy: boolean;
}

/** What runs that were killed left behind. */
export interface Leftovers {
  readonly orphans: readonly RunProcess[];
  readonly locks: readonly PulumiLock[];
  /** Files that were being written under another name, and never got their own. */
  readonly unfinished: readonly string[];
}

/** What there is where no run was killed. */
export const nothingLeft: Leftovers = { orphans: [], locks: [], unfinished: [] };
