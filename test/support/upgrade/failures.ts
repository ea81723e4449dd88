import { execIn } from "../../../src/io/docker/container-exec.ts";
import type { UpgradeStep } from "../../../src/operations/upgrade/steps.ts";
import { engineOf, type Place } from "../stack/engine.ts";

/** Something that is broken on purpose before a step, and the step that fails by it. */
export interface Failure {
  readonly title: string;
  readonly before: UpgradeStep["kind"];
  /** Run in the container beside Postgres; null throws instead. */
  readonly breaks: string | null;
  readonly fails: UpgradeStep["kind"];
  /** Whether the new cluster may have been written to, so that it is kept. */
  readonly keeps: boolean;
}

const ask = (statement: string) =>
  `"/usr/lib/postgresql/$PG_MAJOR/bin/psql" -h /run/postgresql -U postgres -d synapse -q -v ON_ERROR_STOP=1 -c "${statement}"`;

const changeRow = ask(
  "UPDATE public.events SET sender = sender || 'x' WHERE stream_ordering = (SELECT max(stream_ordering) FROM events)",
);

const asPostgres = "setpriv --reuid 999 --regid 999 --clear-groups";

/** One at each stage; what needs a long time until it fails stands last. */
export const failures: readonly Failure[] = [
  {
    title: "the new cluster cannot be made",
    before: "build cluster",
    breaks: null,
    ...{ fails: "build cluster", keeps: false },
  },
  {
    title: "the database cannot be dumped",
    before: "dump",
    breaks: "rm /volumes/postgres/upgrading/pg-dump.sh",
    ...{ fails: "dump", keeps: false },
  },
  {
    title: "the dump cannot be restored",
    before: "restore",
    breaks: "rm /volumes/postgres/upgrading/dump/toc.dat",
    ...{ fails: "restore", keeps: false },
  },
  {
    // As on a full disk, Postgres cannot make its files longer (setrlimit(2), RLIMIT_FSIZE).
    title: "no more can be written",
    before: "restore",
    breaks: `${asPostgres} prlimit --fsize=16384 --pid $(head -n 1 /volumes/postgres/upgrading/cluster/postmaster.pid)`,
    ...{ fails: "restore", keeps: false },
  },
  {
    title: "the new Postgres ends",
    before: "compare",
    breaks: "kill -KILL $(head -n 1 /volumes/postgres/upgrading/cluster/postmaster.pid)",
    ...{ fails: "compare", keeps: false },
  },
  {
    title: "a row changed",
    before: "compare",
    breaks: changeRow,
    ...{ fails: "compare", keeps: false },
  },
  {
    title: "an index is missing",
    before: "compare",
    breaks: ask("DROP INDEX public.events_order_room"),
    ...{ fails: "compare", keeps: false },
  },
  {
    title: "the clusters cannot change places",
    before: "switch",
    breaks: "rm -rf /volumes/postgres/upgrading/cluster",
    ...{ fails: "switch", keeps: false },
  },
  {
    title: "the stack file cannot be written",
    before: "set version",
    breaks: null,
    ...{ fails: "set version", keeps: false },
  },
  { title: "the server cannot be brought up", before: "up", breaks: null, ...{ fails: "up", keeps: true } },
  { title: "what serves is not right", before: "verify", breaks: null, ...{ fails: "verify", keeps: true } },
];

/** Those of which `up` only finds out after minutes. */
export const lateFailures: readonly Failure[] = [
  {
    title: "Synapse does not come up",
    before: "switch",
    breaks: ask("UPDATE schema_compat_version SET compat_version = 9999"),
    ...{ fails: "up", keeps: true },
  },
];

/** What breaks it, for the action: once. A rehearsal on an archive has steps of its own. */
export function breaking(place: Place, { before, breaks }: Pick<Failure, "before" | "breaks">) {
  let isDone = false;
  return async (kind: UpgradeStep["kind"], container: string | null): Promise<void> => {
    if (isDone || kind !== before) return;
    isDone = true;
    if (breaks === null) throw new Error("broken on purpose");
    const { exitCode, stderr } = await execIn(engineOf(place), container ?? "", ["bash", "-c", breaks]);
    if (exitCode !== 0) throw new Error(`it could not be broken: ${stderr}`);
  };
}

/** A row of what a rehearsal brought back from an archive is another one. */
export const archiveDiffers: Pick<Failure, "before" | "breaks"> = {
  before: "compare with archive",
  breaks: changeRow,
};
