import type { PublishedByContainer } from "../../io/docker/engine-facts.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import { newestPostgres } from "../../kinds/postgres-version.ts";
import { firstFreePort } from "../../operations/up/capacity.ts";
import type { Goal } from "../../operations/up/up.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import type { Declaration } from "./declaration.ts";
import { type Settled, understand } from "./settings.ts";
import { missingPostgres, missingSources, refuseOtherPlugins, type Sources, sourceLines } from "./sources.ts";

/** What `up` is to reach, and the settings it follows from. */
export interface SettledGoal {
  readonly goal: Goal;
  readonly settings: Settings;
  /** The stack file as it is; null when there is none yet. */
  readonly source: SettingsSource | null;
  /** What was chosen, as lines for the person. */
  readonly chosen: readonly string[];
}

/** What a goal is decided on beside what is declared. */
export interface GoalSeen {
  readonly toolchain: Toolchain;
  /** null where it is settled already where images and plugins come from: it is chosen at the first `up` only. */
  readonly sources: Sources | null;
  /** The ports that containers have. */
  readonly published: readonly PublishedByContainer[];
  /** The major version of Postgres that the data is of; null where there is none. */
  readonly clusterVersion: number | null;
}

/** Decides the goal, from the stack file or the embedded settings. */
export async function decideGoal(session: Session, declaration: Declaration, seen: GoalSeen): Promise<SettledGoal> {
  const { basis, settled } = declaration;
  return basis === null || settled === null
    ? embeddedGoal(session, seen)
    : writtenGoal(session, { ...declaration, basis, settled }, seen);
}

function writtenGoal(
  session: Session,
  { written, source, basis, settled }: Declaration & { readonly basis: SettingsSource; readonly settled: Settled },
  { toolchain, sources, clusterVersion }: GoalSeen,
): SettledGoal {
  const { paths } = session;
  const missing = {
    ...(sources === null ? {} : missingSources(basis, sources)),
    ...missingPostgres(basis, clusterVersion),
  };
  const isComplete = Object.keys(missing).length === 0;
  const { settings, plan } = isComplete
    ? settled
    : understand(session, { ...basis, values: { ...basis.values, ...missing } });
  refuseOtherPlugins(settings, toolchain, paths.stackFile);
  const chosen = Object.fromEntries(Object.entries(missing).map(([key, value]) => [`chatkeep:${key}`, String(value)]));
  const embedded = source === null ? written.stackFileBefore : null;
  const lines = sources === null ? [] : sourceLines(sources);
  return { goal: { plan, paths, embedded, chosen }, settings, source, chosen: lines };
}

/** The port is the embedded settings', or the next one where another container has that already: one line says so. */
async function embeddedGoal(session: Session, { sources, published }: GoalSeen): Promise<SettledGoal> {
  const { stack, paths } = session;
  const { localAnswers, renderStackFile } = await import("../../render/stack-file/stack-file.ts");
  const { readTemplates } = await import("../../io/machine/program-files.ts");
  const { ports, bindAddress } = localAnswers;
  const https = firstFreePort(ports.https, bindAddress, stack, published);
  const embedded = renderStackFile(readTemplates(), {
    ...localAnswers,
    ports: { ...ports, https },
    ...sources,
    postgresVersion: newestPostgres,
  });
  const { settings, plan } = understand(session, readStackFile(embedded, paths.stackFile));
  const moved = https === ports.https ? [] : [`port: ${https}, because another container has ${ports.https}`];
  const chosen = [...moved, ...(sources === null ? [] : sourceLines(sources))];
  return { goal: { plan, paths, embedded, chosen: {} }, settings, source: null, chosen };
}
