import { StackError } from "../../errors.ts";
import { unlessStatus } from "../../io/docker/engine-answers.ts";
import { untilTrue } from "../../io/machine/until.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import { withPostgresVersion } from "../../render/stack-file/postgres-version.ts";
import type { Session } from "../session.ts";
import { isServing, type Means } from "./gather.ts";

/** How long a server that is started again may take until it is healthy. */
const healthySeconds = 300;

/** Stops and starts containers as they are; `awaited` has to be healthy then. */
export function containersOf(
  { engine, settled: { plan } }: Means,
  awaited: "all" | "postgres",
): Pick<UpgradeWorld, "stop" | "start"> {
  const named = (roles: readonly string[]) => roles.flatMap((role) => plan.services[role]?.name ?? []);
  return {
    stop: async (roles) => {
      for (const name of named(roles)) await unlessStatus([304, 404], engine.client.getContainer(name).stop());
    },
    start: async (roles) => {
      for (const name of named(roles)) await unlessStatus([304], engine.client.getContainer(name).start());
      const isBack = () => isServing(engine, plan, awaited);
      await untilTrue(`healthy ${awaited === "all" ? "server" : "Postgres"}`, isBack, { seconds: healthySeconds });
    },
  };
}

/** The version that the stack file was found with is written as it was, to the last byte. */
export async function writeVersion(
  { files, paths }: Session,
  { settled, stackFile }: Means,
  major: number,
): Promise<void> {
  const before = settled.settings.postgresVersion === major;
  const now = (await files.read(paths.stackFile)) ?? stackFile;
  await files.write(paths.stackFile, before ? stackFile : withPostgresVersion(now, major), 0o600);
}

/** Asks the servers themselves: Postgres for its version and the number of events, Synapse for an answer. */
export async function verify({ engine, settled }: Means, major: number, events: number): Promise<void> {
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
