import type { Duration } from "../../../kinds/duration.ts";
import type { DeviceFacts, MemberFacts } from "./facts.ts";
import { decideState, type ReadinessState } from "./state.ts";

/** What a team asks of its members. */
export interface RecoveryPolicy {
  /** How long after the account was created a member must be ready. */
  readonly readyWithin: Duration;
  /** After how long without use a device must be signed out. */
  readonly staleAfter: Duration;
}

/** One member, judged. */
export interface Readiness {
  readonly facts: MemberFacts;
  readonly state: ReadinessState;
  /** Until when the member has time to get ready; null once that is over, or where nothing is missing. */
  readonly timeUntil: string | null;
  readonly unsignedDevices: readonly DeviceFacts[];
  readonly staleDevices: readonly DeviceFacts[];
  /** What the policy does not allow; nothing for a locked account, whose owner can change nothing. */
  readonly breaches: readonly Breach[];
}

/** How a member can miss the policy. */
export type Breach = "notReady" | "unsignedDevice" | "staleDevice";

/** Judges one member. */
export function judge(facts: MemberFacts, policy: RecoveryPolicy, now: Date): Readiness {
  const state = decideState(facts);
  const end = Date.parse(facts.created) + policy.readyWithin;
  const hasTime = state !== "ready" && !facts.locked && now.getTime() < end;
  const unsignedDevices = facts.devices.filter(({ encryption }) => encryption === "unsigned");
  const staleDevices = facts.devices.filter((device) => isStale(device, policy, now));
  const breaches: readonly Breach[] = [
    ...(state !== "ready" && !hasTime ? ["notReady" as const] : []),
    ...(unsignedDevices.length > 0 ? ["unsignedDevice" as const] : []),
    ...(staleDevices.length > 0 ? ["staleDevice" as const] : []),
  ];
  return {
    facts,
    state,
    timeUntil: hasTime ? new Date(end).toISOString() : null,
    unsignedDevices,
    staleDevices,
    breaches: facts.locked ? [] : breaches,
  };
}

/** A device that was never seen counts from when its keys came; without either the server knows no time. */
export function isStale(
  { lastSeen, since }: DeviceFacts,
  { staleAfter }: Pick<RecoveryPolicy, "staleAfter">,
  now: Date,
): boolean {
  const last = lastSeen ?? since;
  return last !== null && now.getTime() - Date.parse(last) > staleAfter;
}
