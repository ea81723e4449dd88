import { SpecError, StackError } from "../errors.ts";
import type { StackEngine } from "../io/stack-engine.ts";
import type { SynapseOperator } from "../io/synapse-operator.ts";
import { readToolchain } from "../io/toolchain.ts";
import type { MasterKey } from "../keys/master-key.ts";
import { serverSecrets } from "../keys/secrets.ts";
import { parseLocalpart, type ServerName, type UserId, userIdOf } from "../kinds/names.ts";
import { masterKeyOf } from "../operations/first-key.ts";
import { ensureOperator } from "../operations/operator.ts";
import { reachEngine } from "./engine.ts";
import { pulumiOf } from "./pulumi.ts";
import type { Session } from "./session.ts";
import type { Settled } from "./settings.ts";

/** Does something as the operator, whose right is made sure of first. */
export async function asOperator<Result>(
  session: Session,
  { spec, plan }: Settled,
  doing: (synapse: SynapseOperator) => Promise<Result>,
): Promise<Result> {
  const { files, paths } = session;
  const [engine, toolchain] = await Promise.all([reachEngine(session), readToolchain(files, paths.toolchain)]);
  await refuseWhenDown(engine.stack, plan.services.synapse.name);
  const master = await masterKeyOf({ pulumi: await pulumiOf(session, toolchain) });
  const synapse = await openOperator(engine.stack, { spec, plan }, master);
  try {
    return await doing(synapse);
  } finally {
    synapse.close();
  }
}

/** The operator's connection, until it is closed. */
export async function openOperator(
  engine: StackEngine,
  { spec, plan: { services, serverName } }: Settled,
  master: MasterKey,
): Promise<SynapseOperator> {
  const synapse = engine.synapse(services.synapse.name, serverSecrets(master, spec.epochs).operatorToken);
  try {
    await ensureOperator({ engine, synapse, services, serverName });
    return synapse;
  } catch (error) {
    synapse.close();
    throw error;
  }
}

/** The full ID of an account on this server, from its name or from the ID itself. */
export function accountId(name: string, server: ServerName): UserId {
  const own = `:${server}`;
  const localpart = parseLocalpart((name.endsWith(own) ? name.slice(0, -own.length) : name).replace(/^@/, ""));
  if (localpart !== null) return userIdOf(localpart, server);
  const write = `Write small letters, digits and . _ = / + -, such as \`ana\` for @ana:${server}.`;
  throw new SpecError([
    { file: null, line: null, key: "NAME", found: `\`${name}\` is no name for an account here`, write },
  ]);
}

async function refuseWhenDown(
  engine: Awaited<ReturnType<typeof reachEngine>>["stack"],
  container: string,
): Promise<void> {
  const found = (await engine.observe()).containers.find(({ name }) => name === container);
  if (found?.state.kind === "running") return;
  throw new StackError("The server is not running", { next: "Bring it up:  npx chatkeep up" });
}
