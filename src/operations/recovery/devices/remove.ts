import { Refusal } from "../../../errors.ts";
import type { Duration } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { DeviceFacts, MemberFacts } from "../audit/facts.ts";
import { isStale } from "../audit/policy.ts";
import { notADevice } from "./member-devices.ts";

/** Which devices will be signed out: named ones, or all that were not used for long. */
export type RemovalWish =
  | { readonly kind: "named"; readonly ids: readonly string[] }
  | { readonly kind: "stale"; readonly after: Duration };

/** How the wish is carried out. */
export interface RemovalOptions {
  /** Whether it was said that the last device may go too. */
  readonly evenTheLast: boolean;
  readonly now: Date;
}

/** What goes, and what is lost with it. */
export interface Removal {
  readonly devices: readonly DeviceFacts[];
  /** Stale, and kept because it is the last that can confirm or read anything. */
  readonly kept: DeviceFacts | null;
  /** Whether no device is left that can confirm another, or read older messages. */
  readonly leavesNone: boolean;
}

/** Decides which devices are signed out. The last one goes only where that was said: with it goes what is in no backup. */
export function decideRemoval(
  { user, devices }: Pick<MemberFacts, "user" | "devices">,
  wish: RemovalWish,
  { evenTheLast, now }: RemovalOptions,
): Removal {
  const chosen =
    wish.kind === "named"
      ? named(user, devices, wish.ids)
      : devices.filter((each) => isStale(each, { staleAfter: wish.after }, now));
  if (!takesTheLast(devices, chosen)) return { devices: chosen, kept: null, leavesNone: false };
  if (evenTheLast) return { devices: chosen, kept: null, leavesNone: true };
  if (wish.kind === "named") throw theLast(user, chosen);
  const kept = bestOf(chosen);
  return { devices: chosen.filter((each) => each !== kept), kept, leavesNone: false };
}

function named(user: UserId, devices: readonly DeviceFacts[], ids: readonly string[]): readonly DeviceFacts[] {
  const unknown = ids.filter((id) => !devices.some((each) => each.id === id));
  if (unknown.length > 0) throw notADevice(user, unknown);
  return devices.filter(({ id }) => ids.includes(id));
}

/** The last one that is confirmed; where none is, the last one that encrypts. Sessions without keys do not count. */
function takesTheLast(devices: readonly DeviceFacts[], chosen: readonly DeviceFacts[]): boolean {
  const counting = (among: readonly DeviceFacts[]) => {
    const confirmed = among.filter(({ encryption }) => encryption === "signed");
    return confirmed.length > 0 ? confirmed : among.filter(({ encryption }) => encryption !== "none");
  };
  const last = counting(devices);
  return last.length > 0 && last.every((each) => chosen.includes(each));
}

/** The one to keep: confirmed before not, then the one seen last. */
function bestOf(devices: readonly DeviceFacts[]): DeviceFacts | null {
  const order = { signed: 0, unsigned: 1, none: 2 } as const;
  const [best = null] = devices.toSorted(
    (one, other) =>
      order[one.encryption] - order[other.encryption] || (other.lastSeen ?? "").localeCompare(one.lastSeen ?? ""),
  );
  return best;
}

function theLast(user: UserId, chosen: readonly DeviceFacts[]): Refusal {
  const ids = chosen.map(({ id }) => id).join(" ");
  return new Refusal(
    `This would sign out the last device of ${user} that can read older messages or confirm a new device`,
    {
      next: `First find out what is lost:  npx chatkeep devices safe-to-wipe ${user} ${chosen[0]?.id ?? "DEVICE"}\nIf the device is stolen or gone, add --even-the-last:  npx chatkeep devices remove ${user} ${ids} --even-the-last`,
    },
  );
}
