import { StackError } from "../../errors.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { Purpose } from "../../keys/purposes.ts";
import { isScramPassword } from "../../keys/scram.ts";
import type { ServerSecrets } from "../../keys/secrets.ts";
import { fieldsOf } from "../../kinds/json.ts";
import type { Secret } from "../../kinds/secret.ts";
import type { RetiredKey } from "../../operations/keys/rotation/retired-keys.ts";
import { type Placed, rotations } from "../../operations/keys/rotation/table.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";

/** What the running server is held to. */
export interface Expected {
  readonly plan: Plan;
  readonly secrets: ServerSecrets;
  readonly purposes: readonly Purpose[];
  /** The signing key that must still be published; null where none retired. */
  readonly retired: RetiredKey | null;
}

/** Makes sure that the running server uses the new secrets: its own files, its database and what it publishes are asked. */
export async function verifyPlaced(session: Session, expected: Expected): Promise<void> {
  const { stack: engine } = await reachEngine(session);
  const { plan, secrets, purposes } = expected;
  for (const purpose of purposes)
    for (const placed of rotations[purpose].placed)
      await verifyFile(engine, plan, placed, { purpose, text: placed.text(secrets) });
  if (purposes.includes("postgresPassword")) await verifyDatabase(engine, plan, secrets.postgresPassword);
  if (purposes.includes("signingKey")) await verifyPublished(engine, expected);
}

/** The file of the configuration that the service runs on. One that the plan does not have is not there. */
async function verifyFile(
  engine: StackEngine,
  plan: Plan,
  { service, path, isWanted = () => true }: Placed,
  { purpose, text }: { readonly purpose: Purpose; readonly text: Secret },
): Promise<void> {
  const planned = plan.services[service];
  if (planned === undefined || !isWanted(plan)) return;
  const inUse = (await engine.fileIn(planned.name, `${planned.dataFolder}/configuration-in-use`))?.trim();
  const found = await engine.fileIn(planned.name, `/cfg/${service}/${inUse}/${path}`);
  if (!found?.includes(text.reveal().trim())) throw notInPlace(`${service} does not have the new ${purpose}`);
}

async function verifyDatabase(engine: StackEngine, { services }: Plan, password: Secret): Promise<void> {
  const statement = "SELECT rolpassword FROM pg_authid WHERE rolname = 'synapse'";
  const [row] = await Array.fromAsync(engine.database(services.postgres.name).rows(statement));
  if (!isScramPassword(row?.[0] ?? "", password))
    throw notInPlace("the database does not have the new postgresPassword");
}

/** Without federation Synapse publishes no key, and none needs it. */
async function verifyPublished(engine: StackEngine, { plan, secrets, retired }: Expected): Promise<void> {
  if (plan.homeserver.federation.mode === "closed") return;
  const synapse = engine.synapse(plan.services.synapse.name, null);
  try {
    const { body } = await synapse.send("GET", "/_matrix/key/v2/server");
    const { verify_keys: current, old_verify_keys: old } = fieldsOf(body);
    const isThere =
      Object.hasOwn(fieldsOf(current), secrets.signingKey.keyId) &&
      (retired === null || Object.hasOwn(fieldsOf(old), retired.keyId));
    if (!isThere) throw notInPlace("Synapse does not publish the new signing key beside the old one");
  } finally {
    synapse.close();
  }
}

function notInPlace(what: string): StackError {
  return new StackError(`The new generation was applied, but ${what}`, {
    next: "See what runs:  npx chatkeep status  Then apply the settings again:  npx chatkeep up",
  });
}
