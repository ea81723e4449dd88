import { StackError } from "../../errors.ts";
import { unlessStatus } from "../../io/docker/engine-answers.ts";
import { untilTrue } from "../../io/machine/until.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import type { Narrator } from "../../operations/steps/narrator.ts";
import { type Leftovers, nothingLeft } from "../../operations/up/seen.ts";
import { type Contents, compareContents, contentsFrom } from "../../operations/upgrade/contents.ts";
import type { Measured } from "../../operations/upgrade/downtime.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import { type LookedVolume, noteText, parseVolume } from "../../operations/upgrade/volume.ts";
import { withPostgresVersion } from "../../render/stack-file/postgres-version.ts";
import type { Session } from "../session.ts";
import { bringUpUnderLock } from "../up/up.ts";
import { openUpgradeFiller, type UpgradeFiller } from "./filler.ts";
import { isServing, type Means } from "./gather.ts";

/** What a world is made of. */
export interface WorldNeeds {
  readonly session: Session;
  readonly means: Means;
  readonly journal: Journal;
  readonly leftovers: Leftovers;
  readonly narrator: Pick<Narrator, "say">;
  /** Bytes that have to be free before a cluster is built. */
  readonly neededBytes: number;
  /** What has to be healthy again where it was stopped: all that was before. */
  readonly awaited: "all" | "postgres";
}

/** A stack whose Postgres is upgraded, for one run. */
export interface StackUpgrade extends UpgradeWorld {
  look(): Promise<LookedVolume>;
  /** The filler's container; null while there is none. */
  container(): string | null;
  /** Seconds that its parts took so far. */
  measured(): Measured;
  /** Removes what it runs in. */
  end(): Promise<void>;
}

/** Where the running Postgres has its volume. */
const dataFolder = "/var/lib/postgresql/data";

/** How long a server that is started again may take until it is healthy. */
const healthySeconds = 300;

/** The real one. The filler is opened when it is first needed, and ended before `up`, which removes what it does not know. */
export function stackUpgrade(needs: WorldNeeds): StackUpgrade {
  const { session, means, journal, narrator } = needs;
  const { engine, settled, place } = means;
  const { services } = settled.plan;
  let { leftovers } = needs;
  let filler: UpgradeFiller | null = null;
  let contents: Promise<Contents> | null = null;
  const seconds = { dump: 0, restore: 0, compare: 0 };
  let events = 0;

  const run = async (...given: Parameters<UpgradeFiller["run"]>) => {
    filler ??= await openUpgradeFiller(place);
    return filler.run(...given);
  };
  const end = async () => {
    await filler?.end();
    filler = null;
  };
  const look = async () => parseVolume(await run("look.sh", []));
  const timed = async (name: keyof Measured, doing: () => Promise<void>) => {
    const start = performance.now();
    await doing();
    seconds[name] = (performance.now() - start) / 1_000;
  };
  const named = (roles: readonly string[]) => roles.flatMap((role) => services[role]?.name ?? []);
  const dumpedContents = async () => {
    if (contents === null) throw new Error("nothing was dumped");
    return contents;
  };

  return {
    journal,
    narrator,
    look,
    end,
    container: () => filler?.container ?? null,
    measured: () => seconds,
    buildCluster: async (folder) => void (await run("prepare.sh", [folder, String(needs.neededBytes)])),
    stop: async (roles) => {
      for (const name of named(roles)) await unlessStatus([304, 404], engine.client.getContainer(name).stop());
    },
    start: async (roles) => {
      for (const name of named(roles)) await unlessStatus([304], engine.client.getContainer(name).start());
      const isBack = () => isServing(engine, settled.plan, needs.awaited);
      await untilTrue(`healthy ${needs.awaited === "all" ? "server" : "Postgres"}`, isBack, {
        seconds: healthySeconds,
      });
    },
    dump: (folder) =>
      timed("dump", async () => {
        contents = (await beginDump(means, folder)).contents;
      }),
    restore: (folder) => timed("restore", async () => void (await run("restore.sh", [folder]))),
    compare: (exactSequences) =>
      timed("compare", async () => {
        const now = contentsFrom(linesOf(await run("observe.sh", [])));
        const then = await dumpedContents();
        events = then.tables.events?.rows ?? 0;
        refuseDifferences(compareContents(then, now, { exactSequences }));
      }),
    switchTo: async (aside) => {
      const { newestEvent } = await dumpedContents();
      const note = noteText(settled.settings.postgresVersion, { at: session.clock.now().toISOString(), newestEvent });
      await run("switch.sh", [aside], note);
    },
    finishSwitch: async (aside) => void (await run("finish.sh", [aside])),
    putBack: async ({ major, folders, kept }) => {
      await end(); // whatever Postgres it ran writes no more
      await run("put-back.sh", [String(major), kept ?? "", ...folders]);
    },
    remove: async (folders) => {
      await endDump(means);
      await run("remove.sh", folders);
    },
    setVersion: (major) => writeVersion(session, means, major),
    bringUp: async () => {
      await end();
      const wishes = { yes: true, cloudflareTokenFile: undefined, replaceRecords: false };
      await bringUpUnderLock(session, wishes, { before: null, leftovers, journal }, async () => true);
      leftovers = nothingLeft;
    },
    verify: (major) => verify(means, major, events),
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
async function endDump({ engine, settled }: Means): Promise<void> {
  const query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatkeep-upgrade'";
  const rows = engine.stack.database(settled.plan.services.postgres.name).rows(query);
  await Array.fromAsync(rows).catch(() => undefined);
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

function refuseDifferences(found: ReturnType<typeof compareContents>): void {
  if (found.length === 0) return;
  const shown = found.slice(0, 10).map(({ object, found }) => `  ${object}: ${found}`);
  const more = found.length > 10 ? [`  and ${found.length - 10} more`] : [];
  throw new StackError(["The new cluster does not hold what the old one does:", ...shown, ...more].join("\n"));
}

/** The version that the stack file was found with is written as it was, to the last byte. */
async function writeVersion({ files, paths }: Session, { settled, stackFile }: Means, major: number): Promise<void> {
  const before = settled.settings.postgresVersion === major;
  const now = (await files.read(paths.stackFile)) ?? stackFile;
  await files.write(paths.stackFile, before ? stackFile : withPostgresVersion(now, major), 0o600);
}

/** Asks the servers themselves: Postgres for its version and the number of events, Synapse for an answer. */
async function verify({ engine, settled }: Means, major: number, events: number): Promise<void> {
  const { postgres, synapse } = settled.plan.services;
  const query = "SELECT current_setting('server_version_num')::int / 10000, (SELECT count(*) FROM public.events)";
  const [row] = await Array.fromAsync(engine.stack.database(postgres.name).rows(query));
  const [is, has] = (row ?? []).map(Number);
  if (is !== major) throw new StackError(`Postgres ${is} serves instead of Postgres ${major}`);
  if ((has ?? 0) < events) throw new StackError(`${has} events are in the database instead of ${events}`);
  const operator = engine.stack.synapse(synapse.name, null);
  try {
    const { status } = await operator.send("GET", "/_matrix/client/versions");
    if (status !== 200) throw new StackError(`Synapse answers with status ${status}`);
  } finally {
    operator.close();
  }
}
