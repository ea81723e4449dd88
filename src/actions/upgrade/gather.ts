import { randomBytes } from "node:crypto";
import { StackError } from "../../errors.ts";
import { newestPostgres, type PostgresVersion } from "../../kinds/postgres-version.ts";
import { judgeServices } from "../../operations/running/status.ts";
import type { ClusterFacts } from "../../operations/upgrade/preflight.ts";
import { clusterQuery } from "../../operations/upgrade/preflight.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { type Settled, settingsOf, understand } from "../stack/settings.ts";
import { readWrittenSettings } from "../stack/written.ts";
import { withProgress } from "../terminal.ts";
import { makeImages } from "../up/make-images.ts";
import type { UpgradePlace } from "./filler.ts";

/** What a command on Postgres's clusters is done with. */
export interface Means {
  readonly engine: ReachedEngine;
  readonly settled: Settled;
  /** The stack file's text as it was found. */
  readonly stackFile: string;
  readonly place: UpgradePlace;
}

/** Reads the settings, and has the image of that version at hand before anything stops; of the newest, where that is an earlier one. */
export async function gatherMeans(session: Session, wished: PostgresVersion = newestPostgres): Promise<Means> {
  const written = await readWrittenSettings(session);
  const source = await settingsOf(written, session);
  const settled = understand(session, source);
  const version = wished < settled.settings.postgresVersion ? newestPostgres : wished;
  const target = understand(session, { ...source, values: { ...source.values, postgresVersion: version } });
  const engine = await reachEngine(session);
  const { image } = target.plan.services.postgres;
  await haveImage(session, engine, image);
  return {
    engine,
    settled,
    stackFile: written.stackFile ?? "",
    place: {
      client: engine.client,
      image,
      stack: session.stack,
      volume: settled.plan.volumes.postgres.name,
      digestKey: randomBytes(16).toString("hex"),
    },
  };
}

async function haveImage({ terminal, paths }: Session, { client, stack }: ReachedEngine, image: string): Promise<void> {
  if ((await stack.missingImages([image])).length === 0) return;
  await withProgress(terminal, "making the image of the new Postgres", ({ say }) =>
    makeImages(client, [image], { cacheFolder: paths.cache, say }),
  );
}

/** What writes to the database, in the order in which it is stopped: backups give way first; a server may have none. */
export function writersOf(services: Plan["services"]): readonly string[] {
  return services.backup === undefined ? ["synapse"] : ["backup", "synapse"];
}

/** Whether all of the server runs and is healthy, or Postgres alone. */
export async function isServing(
  { stack }: ReachedEngine,
  plan: Plan,
  which: "all" | "postgres" = "all",
): Promise<boolean> {
  const services = judgeServices(plan, await stack.observe());
  return services.every(({ service, healthy }) => healthy || (which === "postgres" && service !== "postgres"));
}

/** What the running database says of itself. */
export async function clusterFacts({ stack }: ReachedEngine, { services }: Plan): Promise<ClusterFacts> {
  const [row] = await Array.fromAsync(stack.database(services.postgres.name).rows(clusterQuery));
  if (row === undefined) throw new StackError("Postgres did not say what its cluster holds");
  const facts: ClusterFacts = JSON.parse(row[0] ?? "{}");
  return facts;
}
