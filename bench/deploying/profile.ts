import type { Sample } from "../deploying.ts";
import type { ContestantName } from "./contestant.ts";
import { figureOf } from "./figures.ts";
import type { Mark, Timing } from "./stopwatch.ts";

/** A stretch of a run: it ends where a line was told for the last time. */
interface Stretch {
  readonly what: string;
  readonly until: RegExp | null;
}

/** Where the seconds of a first `up` go. Each stretch ends with a line that `up` tells. */
const upStretches: readonly Stretch[] = [
  { what: "Node, tools looked at, command loaded", until: /^observing the stack/ },
  { what: "settings, engine and images looked at", until: /^bringing up the stack/ },
  { what: "master key, passphrase, Pulumi's state", until: /^apply the plan/ },
  { what: "Pulumi, language host, provider, program start", until: /^making (volume|network)/ },
  { what: "networks and volumes", until: /^making container .*-installer-/ },
  { what: "installer with Synapse's parser", until: /^made container .*-installer-/ },
  { what: "Postgres to healthy", until: /^made container .*-postgres$/ },
  { what: "Synapse and the proxy to healthy", until: /^made container .*-(synapse|proxy)$/ },
  { what: "Pulumi ends", until: /^wait until every service is healthy/ },
  { what: "health seen, authority and copy kept, Node ends", until: null },
];

/** The same of the bare script. */
const bareStretches: readonly Stretch[] = [
  { what: "networks and volumes", until: /^networks and volumes are there/ },
  { what: "installer with Synapse's parser", until: /^the installer has ended/ },
  { what: "Postgres to healthy", until: /^postgres is healthy/ },
  { what: "Synapse and the proxy to healthy", until: /^synapse and the proxy are healthy/ },
  { what: "an answer through the proxy", until: null },
];

/** Where the seconds of a contestant's first deployments went: the middle of several. */
export interface Profile {
  readonly contestant: ContestantName;
  readonly stretches: readonly { readonly what: string; readonly seconds: number }[];
}

/** A profile for each contestant that was measured. What a version before told may have had other words. */
export function profilesOf(samples: readonly Sample[]): readonly Profile[] {
  const firsts = samples.filter(({ measure, contestant }) => measure === "first" && contestant !== "before");
  return [...new Set(firsts.map(({ contestant }) => contestant))].map((contestant) => ({
    contestant,
    stretches: stretchesOf(
      contestant,
      firsts.filter((sample) => sample.contestant === contestant).map(({ timing }) => timing),
    ),
  }));
}

function stretchesOf(contestant: ContestantName, runs: readonly Timing[]): Profile["stretches"] {
  const stretches = contestant === "bare" ? bareStretches : upStretches;
  const splits = runs.map((run) => split(run, stretches));
  const middle = (index: number) => figureOf(splits.map((seconds) => seconds[index] ?? Number.NaN)).median;
  return stretches.map(({ what }, index) => ({ what, seconds: middle(index) }));
}

function split({ seconds, marks }: Timing, stretches: readonly Stretch[]): readonly number[] {
  const ends = stretches.map(({ until }) => (until === null ? seconds : lastAt(marks, until)));
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
}

/** The first of several alike begins a stretch, the last one ends it; `making` is told for each at once. */
function lastAt(marks: readonly Mark[], until: RegExp): number {
  const told = marks.filter(({ line }) => until.test(line));
  const mark = until.source.startsWith("^made") ? told.at(-1) : told[0];
  if (mark === undefined) throw new Error(`Nothing told matches ${until}`);
  return mark.at;
}
