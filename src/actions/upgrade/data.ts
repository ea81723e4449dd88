import { StackError } from "../../errors.ts";
import { type Contents, compareContents, contentsFrom } from "../../operations/upgrade/contents.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import { linesOf, refuseDifferences } from "./differences.ts";
import type { UpgradeFiller } from "./filler.ts";
import type { Means } from "./gather.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** Where the running Postgres has its volume. */
const dataFolder = "/var/lib/postgresql/data";

/** Data on its way into the new cluster. */
export interface MovingData extends Pick<UpgradeWorld, "dump" | "restore" | "compare"> {
  /** What was dumped holds. */
  contents(): Promise<Contents>;
  /** How many events were compared; 0 before. */
  events(): number;
}

/** Dumps the running database, restores it beside, and compares the two. */
export function movingData(means: Means, run: UpgradeFiller["run"], { timed }: Stopwatch): MovingData {
  let dumped: Promise<Contents> | null = null;
  let events = 0;
  const contents = async () => {
    if (dumped === null) throw new Error("nothing was dumped");
    return dumped;
  };
  return {
    contents,
    events: () => events,
    dump: (folder) =>
      timed("dump", async () => {
        dumped = (await beginDump(means, folder)).contents;
      }),
    restore: (folder) => timed("restore", async () => void (await run("restore.sh", [folder]))),
    compare: (exactSequences) =>
      timed("compare", async () => {
        const now = contentsFrom(linesOf(await run("observe.sh", [])));
        const then = await contents();
        events = then.tables.events?.rows ?? 0;
        refuseDifferences(compareContents(then, now, { exactSequences }), {
          title: "The new cluster does not hold what the old one does:",
          next: null,
        });
      }),
  };
}

/** Ends once the dump is there; what it holds is counted on while the dump is restored already. */
async function beginDump(
  { engine, settled }: Means,
  folder: string,
): Promise<{ readonly contents: Promise<Contents> }> {
  const { name } = settled.plan.services.postgres;
  const { promise: dumped, resolve } = Promise.withResolvers<"dumped">();
  const said = (line: string) => {
    if (line === "dumped") resolve("dumped");
  };
  const printing = engine.stack.execIn(name, ["bash", `${dataFolder}/${folder}/dump.sh`], said);
  printing.catch(() => undefined);
  const first = await Promise.race([dumped, printing]);
  if (first !== "dumped")
    throw new StackError(`The database cannot be dumped: ${first.stderr.trim() || `exit code ${first.exitCode}`}`);
  const contents = printing.then(({ exitCode, stdout, stderr }) => {
    if (exitCode !== 0) throw new StackError(`What was dumped cannot be counted: ${stderr.trim()}`);
    return contentsFrom(linesOf(stdout));
  });
  contents.catch(() => undefined);
  return { contents };
}

/** A dump that is no longer wanted would write on, also where the command that began it was killed. A Postgres that is stopped has none. */
export async function endDump({ engine, settled }: Means): Promise<void> {
  const query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatkeep-upgrade'";
  const rows = engine.stack.database(settled.plan.services.postgres.name).rows(query);
  await Array.fromAsync(rows).catch(() => undefined);
}
