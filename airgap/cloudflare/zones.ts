import type { Zone } from "cloudflare/resources/zones/zones";
import { persistently } from "../../src/io/cloudflare/patience.ts";
import { checkFields, record } from "../table/compound.ts";
import { isRecord, type Properties } from "../table/plain.ts";
import { type Shape, text, whole } from "../table/shape.ts";
import type { World } from "./world.ts";

/** `cloudflare:index/getZones:getZones`: the zones that the token sees, all of them or those of a name. */
export async function getZones(world: World, written: Properties): Promise<Properties> {
  const { name, maxItems } = checked(
    "getZones",
    { name: text(), maxItems: whole({ preset: 1000, least: 1 }) },
    written,
  );
  const zones = await listZones(world, typeof name === "string" ? name : null);
  return { ...written, match: "all", results: zones.slice(0, Number(maxItems)) };
}

/** `cloudflare:index/getZone:getZone`: one zone, by its identifier or by its exact name. */
export async function getZone(world: World, written: Properties): Promise<Properties> {
  const filter = record({ name: text({ required: true }) });
  const { zoneId, filter: wanted } = checked("getZone", { zoneId: text(), filter }, written);
  if (typeof zoneId === "string") return zoneById(world, zoneId);
  const name = isRecord(wanted) ? String(wanted.name) : "";
  const [zone] = await listZones(world, name);
  if (zone === undefined) throw new Error(`The token has no access to a zone \`${name}\` at Cloudflare.`);
  return { ...zone, ...written };
}

function checked(what: string, fields: Readonly<Record<string, Shape<unknown>>>, written: Properties): Properties {
  const wrong: string[] = [];
  const inputs = checkFields(fields, written, "", (path, finding) => wrong.push(`${path}: ${finding}.`));
  if (wrong.length === 0) return inputs;
  throw new Error(`${what}: ${wrong.join(" ")}`);
}

function listZones({ client, patience }: World, name: string | null): Promise<readonly Properties[]> {
  const query = { per_page: 50, ...(name === null ? {} : { name }) };
  const once = async (signal: AbortSignal) => {
    const zones: Properties[] = [];
    for await (const zone of client.zones.list(query, { signal })) zones.push(show(zone));
    return zones;
  };
  return persistently({ doing: "asking for the zones", once }, patience);
}

function zoneById({ client, patience }: World, zone_id: string): Promise<Properties> {
  const once = async (signal: AbortSignal) => show(await client.zones.get({ zone_id }, { signal }));
  return persistently({ doing: `asking for the zone ${zone_id}`, once }, patience);
}

/** The part of a zone that a program has use for. */
function show({ id, name, status, paused, type, name_servers, permissions }: Zone): Properties {
  const plain = { name, status: status ?? "", paused: paused ?? false, type: type ?? "full" };
  return { id, zoneId: id, ...plain, nameServers: name_servers, permissions: permissions ?? [] };
}
