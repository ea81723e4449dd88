import { Refusal, StackError } from "../../../errors.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import { operatorOn } from "../../../kinds/own-accounts.ts";
import { Secret } from "../../../kinds/secret.ts";
import { type RunningKeys, runningKeysIn } from "../../../operations/keys/new-master/running-keys.ts";
import type { Plan, PlannedService } from "../../../plan/plan.ts";
import { issuedSecrets } from "../../../settings/issued-secrets.ts";
import { onThisStack, type Session } from "../../session.ts";

/** What a running server gives back of what was lost. */
export interface FromRunning extends RunningKeys {
  /** Secrets that others issued, as far as a service of it reads them, by setting. */
  readonly issued: Readonly<Record<string, Secret>>;
}

/** Reads the installed configuration of a server that runs, and has the server itself prove that it is its own. */
export async function readRunning(session: Session, engine: StackEngine, plan: Plan): Promise<FromRunning> {
  const { synapse } = plan.services;
  const { containers } = await engine.observe();
  const stopped = [synapse, plan.services.postgres].filter(
    ({ name }) => containers.find((each) => each.name === name)?.state.kind !== "running",
  );
  if (stopped.length > 0) throw notRunning(session, stopped);
  const read = (path: string) => configurationFile(engine, synapse, path);
  const keys = runningKeysIn({
    "secret.yaml": await read("secret.yaml"),
    "operator.yaml": await read("operator.yaml"),
    "signing.key": await read("signing.key"),
  });
  if (keys === null) throw unreadable(synapse.name);
  await prove(engine, plan, keys);
  return { ...keys, issued: await issuedIn(engine, plan) };
}

/** A file of the configuration that a service runs on; null where it has none. */
async function configurationFile(
  engine: StackEngine,
  { name, role, dataFolder }: PlannedService,
  path: string,
): Promise<string | null> {
  const inUse = (await engine.fileIn(name, `${dataFolder}/configuration-in-use`))?.trim();
  return inUse === undefined ? null : engine.fileIn(name, `/cfg/${role}/${inUse}/${path}`);
}

async function issuedIn(engine: StackEngine, { services }: Plan): Promise<FromRunning["issued"]> {
  const found = await Promise.all(
    issuedSecrets.map(async ({ key, file }) => {
      const service = file === null ? undefined : services[file.service];
      const text = file === null || service === undefined ? null : await configurationFile(engine, service, file.path);
      return text === null ? [] : [[key, new Secret(text)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** The process knows the token in these files, by the name that the settings give it; where it publishes a signing key, that is the one in them. */
async function prove(
  engine: StackEngine,
  { services, serverName, homeserver }: Plan,
  keys: RunningKeys,
): Promise<void> {
  const synapse = engine.synapse(services.synapse.name, keys.operatorToken);
  try {
    const { body } = await synapse.send("GET", "/_matrix/client/v3/account/whoami");
    const operator = operatorOn(serverName);
    if (fieldsOf(body).user_id !== operator) throw notProven(`it does not know the operator ${operator}`);
    if (homeserver.federation.mode === "closed") return;
    const { body: published } = await synapse.send("GET", "/_matrix/key/v2/server");
    if (!Object.hasOwn(fieldsOf(fieldsOf(published).verify_keys), keys.signingKey.keyId))
      throw notProven(`it does not publish ${keys.signingKey.keyId}`);
  } finally {
    synapse.close();
  }
}

function notRunning({ stack }: Session, services: readonly PlannedService[]): Refusal {
  const names = services.map(({ name }) => name).join(", ");
  return new Refusal(`${names} does not run, so nothing can be read from the running server`, {
    next: `If the words of the recovery kit or its shares are there, rebuild with them:  ${onThisStack("recovery rebuild", stack)}\nOtherwise start the containers again:  docker start ${names}`,
  });
}

function unreadable(container: string): StackError {
  return new StackError(
    `The configuration that ${container} runs on does not hold a signing key and a password pepper`,
    {
      next: "See its state:  npx chatkeep status",
    },
  );
}

function notProven(why: string): Refusal {
  return new Refusal(`The running server is not the one that these settings describe: ${why}. Nothing was changed`, {
    next: "Compare chatkeep:serverName and chatkeep:federation in the stack file with the running server.",
  });
}
