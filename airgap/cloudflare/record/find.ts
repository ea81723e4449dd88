import { CloudflareRefusal, persistently } from "../../../src/io/cloudflare/patience.ts";
import { describeSeen } from "../../table/outputs.ts";
import type { Properties } from "../../table/plain.ts";
import type { World } from "../world.ts";
import { recordProperties } from "./properties.ts";
import { type SeenRecord, seenRecord } from "./seen.ts";

/** A record in words that a person finds again at Cloudflare. */
export function recordTitle({ type, name }: Properties): string {
  return `the record ${type} ${name}`;
}

/** The record of that name and type with the written value, regardless of its ttl and comment; null when there is none. */
export async function findSame(world: World, inputs: Properties): Promise<SeenRecord | null> {
  const zoneId = String(inputs.zoneId);
  const query = { zone_id: zoneId, name: { exact: String(inputs.name) }, per_page: 100 };
  const listed = await persistently(
    {
      doing: `looking for ${recordTitle(inputs)}`,
      once: async (signal) => {
        const { result } = await world.client.dns.records.list(query, { signal });
        return result.map((response) => seenRecord(zoneId, response));
      },
    },
    world.patience,
  );
  return listed.find((each) => saysTheSame(each, inputs)) ?? null;
}

function saysTheSame(seen: SeenRecord, inputs: Properties): boolean {
  const state = describeSeen(recordProperties, seen, {});
  const by = inputs.data === undefined ? "content" : "data";
  return state.type === inputs.type && recordProperties[by]?.same(state[by], inputs[by]) === true;
}

/** How a record differs in what the DNS answers, as text; null if it does not. */
export function differenceOf(seen: SeenRecord, inputs: Properties): string | null {
  const differing = ["ttl", "proxied"].filter(
    (name) => recordProperties[name]?.same(seen.shown[name], inputs[name]) === false,
  );
  if (differing.length === 0) return null;
  return differing.map((name) => `${name} ${seen.shown[name]} instead of ${inputs[name]}`).join(", ");
}

/** Whether Cloudflare says that the very same record, or one that excludes it, is there (its codes 81053 to 81058). */
export function isTaken(error: unknown): boolean {
  return error instanceof CloudflareRefusal && error.codes.some((code) => code >= 81_053 && code <= 81_058);
}

/** Whether Cloudflare says that there is no such record (its code 81044). */
export function isMissing(error: unknown): boolean {
  return error instanceof CloudflareRefusal && error.status === 404 && error.codes.includes(81_044);
}
