import { memberRecords } from "../../../../src/io/postgres/audit/members.ts";
import { stackEngine } from "../../../../src/io/stack-engine.ts";
import { synapseAccounts } from "../../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../../src/io/synapse/operator.ts";
import type { Duration } from "../../../../src/kinds/duration.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import { readFacts } from "../../../../src/operations/recovery/audit/read-facts.ts";
import { decideSafeToWipe } from "../../../../src/operations/recovery/devices/safe-to-wipe.ts";
import { nameOf } from "../../../../src/plan/names.ts";
import { engineOf } from "../../stack/engine.ts";
import type { StackRecord } from "../../stack/stack.ts";
import type { MemberDevice } from "./device.ts";

const fortnight = (14 * 86_400_000) as Duration;

/**
 * What speaks against erasing a device, read and decided as `devices safe-to-wipe` does it, without the seconds that a command takes.
 * The role that it reads as is made by the first command that needs it.
 */
export async function lacksOf(
  stack: StackRecord,
  operator: SynapseOperator,
  { userId, deviceId }: MemberDevice,
): Promise<readonly string[]> {
  const user = userId as UserId;
  const engine = stackEngine(engineOf(stack), stack.name);
  const records = memberRecords(engine.database(nameOf(stack.name, "postgres"), "audit"));
  const account = await synapseAccounts(operator, `@chatkeep:${stack.serverName}` as UserId).find(user);
  const [record] = await Array.fromAsync(records.records(user));
  const [sessions] = await Array.fromAsync(records.sessions(user, new Date(0)));
  if (account === null || record === undefined) throw new Error(`There is no account ${user}.`);
  const facts = readFacts(account, record, sessions?.[1] ?? { known: 0, backedUp: 0 });
  return decideSafeToWipe(facts, deviceId, { inUse: fortnight, now: new Date() }).lacks.map(({ kind }) => kind);
}
