import { Refusal } from "../../errors.ts";
import type { CanaryRecord } from "../../io/postgres/canary.ts";

/** What has to be done for a server to have a canary whose newest message is recent. */
export type CanaryStep = "nothing" | "make" | "renew";

/** Decides it; `olderThan` is how old the newest message may be, in milliseconds. Refused where the name is a person's. */
export function decideCanary(record: CanaryRecord | null, now: Date, olderThan: number): CanaryStep {
  if (record === null) return "make";
  if (record.type !== "bot")
    throw new Refusal("The account chatkeep-canary is a person's, so there is no canary on this server", {
      next: "Drills prove all but that old messages can be decrypted. To have that proved too, offboard this account.",
    });
  if (record.deactivated)
    throw new Refusal("The account chatkeep-canary was deactivated, and its name cannot be used again", {
      next: "Drills prove all but that old messages can be decrypted.",
    });
  return record.newest !== null && now.getTime() - record.newest.at < olderThan ? "nothing" : "renew";
}

/** What a canary writes at a time. */
export function canaryText(at: Date): string {
  return `canary ${at.toISOString()}`;
}

/** When a text was written by a canary, in milliseconds since 1970; null where it is none of its texts. */
export function canaryTime(text: string): number | null {
  const time = /^canary (\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(text)?.[1];
  return time === undefined ? null : Date.parse(time);
}
