import type { Duration } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { MemberFacts } from "../../../operations/recovery/audit/facts.ts";
import { decideSafeToWipe, type WipeVerdict } from "../../../operations/recovery/devices/safe-to-wipe.ts";
import { accountId } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { type Settled, settledStack } from "../../stack/settings.ts";
import { readMember } from "../audit/read.ts";

/** Of older messages, no sessions are counted: what the count leaves out is said. */
export const countedDays = 90;

const day = 86_400_000;

/** A member and what the server knows of the member's devices. */
export interface FoundMember {
  readonly settled: Settled;
  readonly user: UserId;
  readonly facts: MemberFacts;
}

/** Finds a member by name; refused where there is none. */
export async function findMember(session: Session, name: string): Promise<FoundMember> {
  const settled = await settledStack(session);
  const user = accountId(name, settled.plan.serverName);
  return { settled, user, facts: await readMember(session, settled, { user, since: countedSince(session) }) };
}

/** Since when sessions are counted. */
export function countedSince({ clock }: Session): Date {
  return new Date(clock.now().getTime() - countedDays * day);
}

/** Judges whether one device of a member can be erased. */
export async function judgeDevice(
  session: Session,
  { name, device, inUse }: { readonly name: string; readonly device: string; readonly inUse: Duration },
): Promise<WipeVerdict & { readonly user: UserId }> {
  const { user, facts } = await findMember(session, name);
  return { user, ...decideSafeToWipe(facts, device, { inUse, now: session.clock.now() }) };
}
