import type { RecordCreateParams, RecordUpdateParams } from "cloudflare/resources/dns/records";
import { StackError } from "../../../src/errors.ts";
import { persistently } from "../../../src/io/cloudflare/patience.ts";
import type { Existing, Resource } from "../../provider/resource.ts";
import { describeSeen } from "../../table/outputs.ts";
import type { Properties } from "../../table/plain.ts";
import type { World } from "../world.ts";
import { differenceOf, findSame, isMissing, isTaken, recordTitle } from "./find.ts";
import { recordProperties, toBody, wrongTogether } from "./properties.ts";
import { type SeenRecord, seenRecord } from "./seen.ts";

/** `cloudflare:index/dnsRecord:DnsRecord`. A record that is there already, as it is written, is adopted: so a run that was killed, or half an answer, never makes a second one. */
export const dnsRecord: Resource<World> = {
  properties: recordProperties,
  wrongTogether,
  finishedBy: "createdOn",
  deletedFirst: false,
  create: createRecord,
  read: readRecord,
  update: async (world, id, state, inputs) =>
    stateOf(await replaceRecord(world, { ...inputs, zoneId: state.zoneId ?? "" }, id)),
  remove: removeRecord,
};

async function createRecord(world: World, inputs: Properties): Promise<Existing> {
  refuseLifetime(inputs);
  const zone_id = String(inputs.zoneId);
  const body = { zone_id, ...toBody(inputs) } as RecordCreateParams;
  try {
    const made = await persistently(
      {
        doing: `creating ${recordTitle(inputs)}`,
        once: async (signal) => seenRecord(zone_id, await world.client.dns.records.create(body, { signal })),
        observe: () => findSame(world, inputs),
      },
      world.patience,
    );
    return { id: made.id, state: stateOf(await asWritten(world, made, inputs)) };
  } catch (error) {
    const there = isTaken(error) ? await findSame(world, inputs) : null;
    if (there === null) throw error;
    return { id: there.id, state: stateOf(await asWritten(world, there, inputs)) };
  }
}

/** Takes over an existing record and replaces its comment; refuses a record with another ttl or proxy setting. */
async function asWritten(world: World, there: SeenRecord, inputs: Properties): Promise<SeenRecord> {
  const difference = differenceOf(there, inputs);
  if (difference !== null)
    throw new StackError(`${recordTitle(inputs)} exists already, with ${difference}`, {
      next: "Nothing was changed. `npx chatkeep up` shows the record and how to replace it.",
    });
  return (there.shown.comment ?? "") === (inputs.comment ?? "") ? there : replaceRecord(world, inputs, there.id);
}

/** A proxied record's lifetime is Cloudflare's: another one would be a change at every run. */
function refuseLifetime(inputs: Properties): void {
  if (inputs.proxied === true && inputs.ttl !== 1)
    throw new StackError(`${recordTitle(inputs)} is proxied, but its ttl is not 1`, {
      next: "Write `ttl: 1`, or no `proxied`.",
    });
}

/** PUT says all that a record is, so saying it twice does no harm. */
function replaceRecord(world: World, inputs: Properties, id: string): Promise<SeenRecord> {
  refuseLifetime(inputs);
  const zone_id = String(inputs.zoneId);
  const body = { zone_id, ...toBody(inputs) } as RecordUpdateParams;
  return persistently(
    {
      doing: `changing ${recordTitle(inputs)}`,
      once: async (signal) => seenRecord(zone_id, await world.client.dns.records.update(id, body, { signal })),
    },
    world.patience,
  );
}

/** An import names the zone too: `ZONE/RECORD`, as with the official provider. */
async function readRecord(world: World, written: string, known: Properties): Promise<Existing | null> {
  const [zone_id, id] = written.includes("/") ? written.split("/") : [String(known.zoneId), written];
  if (zone_id === undefined || id === undefined) throw new Error(`${written} is not ZONE/RECORD.`);
  const doing = `reading ${known.name === undefined ? `the record ${id}` : recordTitle(known)}`;
  const once = async (signal: AbortSignal) =>
    seenRecord(zone_id, await world.client.dns.records.get(id, { zone_id }, { signal }));
  const seen = await unlessMissing(persistently({ doing, once }, world.patience));
  return seen === null ? null : { id, state: stateOf(seen) };
}

async function removeRecord(world: World, id: string, state: Properties): Promise<void> {
  const zone_id = String(state.zoneId);
  const once = (signal: AbortSignal) => world.client.dns.records.delete(id, { zone_id }, { signal });
  await unlessMissing(persistently({ doing: `removing ${recordTitle(state)}`, once }, world.patience));
}

async function unlessMissing<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Cloudflare shows all there is to know. */
function stateOf(seen: SeenRecord): Properties {
  return describeSeen(recordProperties, seen, {});
}
