import { StackError } from "../../../errors.ts";
import { countDeviceTokens } from "../../../io/postgres/device-tokens.ts";
import type { UserId } from "../../../kinds/names.ts";
import { decideRemoval, type Removal, type RemovalWish } from "../../../operations/recovery/devices/remove.ts";
import { type Administered, changeAsOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { readMemberFrom } from "../audit/read.ts";
import { countedSince, type FoundMember, findMember } from "./member.ts";

/** What was asked for. */
export interface RemovalRequest {
  readonly name: string;
  readonly wish: RemovalWish;
  readonly evenTheLast: boolean;
}

/** What was done. */
export interface Removed {
  readonly user: UserId;
  readonly removed: readonly string[];
  readonly removal: Removal;
}

/**
 * Signs devices of a member out, where `agree` says so. What may go is decided a second time under the lock: of two commands at once,
 * neither takes what the other left as the last.
 */
export async function removeDevices(
  session: Session,
  { name, wish, evenTheLast }: RemovalRequest,
  agree: (user: UserId, removal: Removal) => Promise<boolean>,
): Promise<Removed | null> {
  const member = await findMember(session, name);
  const { user, settled, facts } = member;
  const removal = decideRemoval(facts, wish, { evenTheLast, now: session.clock.now() });
  if (removal.devices.length === 0) return { user, removed: [], removal };
  if (!(await agree(user, removal))) return null;
  const ids = removal.devices.map(({ id }) => id);
  const about = { user, devices: ids, ...(removal.leavesNone ? { evenTheLast: true } : {}) };
  const removed = await changeAsOperator(session, { settled, about }, (server) =>
    removeNow(session, member, { server, ids, evenTheLast }),
  );
  return { user, removed, removal };
}

async function removeNow(
  session: Session,
  { settled, user }: FoundMember,
  {
    server,
    ids,
    evenTheLast,
  }: { readonly server: Administered; readonly ids: readonly string[]; readonly evenTheLast: boolean },
): Promise<readonly string[]> {
  const { accounts, devices } = server;
  const facts = await readMemberFrom(session, settled, accounts, { user, since: countedSince(session) });
  const there = ids.filter((id) => facts.devices.some((each) => each.id === id));
  if (there.length === 0) return [];
  decideRemoval(facts, { kind: "named", ids: there }, { evenTheLast, now: session.clock.now() });
  await devices.remove(user, there);
  const { stack: engine } = await reachEngine(session);
  const left = await countDeviceTokens(engine.database(settled.plan.services.postgres.name), user, there);
  const still = (await devices.list(user))?.filter(({ id }) => there.includes(id)) ?? [];
  if (left > 0 || still.length > 0) throw notRemoved(user, still.length, left);
  return there;
}

function notRemoved(user: UserId, devices: number, tokens: number): StackError {
  return new StackError(
    `Synapse said that the devices of ${user} were signed out, but ${devices} devices and ${tokens} of their tokens are still there`,
    { next: `Lock the account until this is found out:  npx chatkeep account lock ${user}` },
  );
}
