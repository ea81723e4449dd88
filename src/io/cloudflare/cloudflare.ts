import type { RecordUpdateParams } from "cloudflare/resources/dns/records";
import type { Secret } from "../../kinds/secret.ts";
import { type CloudflareClient, connectCloudflare } from "./client.ts";
import { CloudflareRefusal, persistently, type RetryLimits, usualPatience } from "./patience.ts";

/** A zone as the token sees it. */
export interface SeenZone {
  readonly id: string;
  readonly name: string;
  /** What the token may do there, such as `#dns_records:edit`. */
  readonly permissions: readonly string[];
}

/** A record that is in a zone now. */
export interface SeenRecord {
  readonly id: string;
  readonly zoneId: string;
  readonly type: string;
  readonly name: string;
  /** As Cloudflare spells it: the content of an SRV record leaves its priority out. */
  readonly content: string;
  /** The parts of a record that has no other form; null for those with a content. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string | null;
}

/** A record as the API takes it. */
export interface WrittenRecord {
  readonly type: string;
  readonly name: string;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string;
  readonly content?: string;
  readonly data?: object;
  readonly priority?: number;
}

/** Cloudflare, as far as one token opens it. Each call tries again where no clear answer comes, and fails by saying what it was about. */
export interface Cloudflare {
  /** `active`, or why the token is not; `unknown` where Cloudflare knows no such token. */
  tokenStatus(): Promise<"active" | "disabled" | "expired" | "unknown">;
  zones(): Promise<readonly SeenZone[]>;
  /** All records of exactly that name. */
  records(zoneId: string, name: string): Promise<readonly SeenRecord[]>;
  replaceRecord(zoneId: string, id: string, record: WrittenRecord): Promise<void>;
  /** Nothing happens where it is gone already. */
  removeRecord(zoneId: string, id: string, title: string): Promise<void>;
}

/** The real one, wherever the official client looks for it. */
export function cloudflareWith(token: Secret, patience: RetryLimits = usualPatience()): Cloudflare {
  const client = connectCloudflare({ token: token.reveal(), baseUrl: null });
  const ask = <Answer>(doing: string, once: (signal: AbortSignal) => Promise<Answer>) =>
    persistently({ doing, once }, patience);
  return {
    tokenStatus: () => tokenStatus(client, ask),
    zones: () => ask("asking for the zones", (signal) => listZones(client, signal)),
    records: (zoneId, name) =>
      ask(`looking for records of ${name}`, (signal) => listRecords(client, { zoneId, name }, signal)),
    replaceRecord: async (zone_id, id, { ...record }) => {
      const body = { zone_id, ...record } as RecordUpdateParams;
      const doing = `replacing the record ${record.type} ${record.name}`;
      await ask(doing, (signal) => client.dns.records.update(id, body, { signal }));
    },
    removeRecord: async (zone_id, id, title) => {
      const remove = (signal: AbortSignal) => client.dns.records.delete(id, { zone_id }, { signal });
      await ask(`removing the record ${title}`, remove).catch(unlessGone);
    },
  };
}

type Ask = <Answer>(doing: string, once: (signal: AbortSignal) => Promise<Answer>) => Promise<Answer>;

/** A token that belongs to an account is not known to this question (its own has the account's identifier in it): the zones tell then. */
async function tokenStatus(client: CloudflareClient, ask: Ask): ReturnType<Cloudflare["tokenStatus"]> {
  try {
    return (await ask("verifying the API token", (signal) => client.user.tokens.verify({ signal }))).status;
  } catch (error) {
    if (!(error instanceof CloudflareRefusal)) throw error;
  }
  try {
    await ask("asking for the zones", (signal) => client.zones.list({ per_page: 5 }, { signal }));
    return "active";
  } catch (error) {
    if (error instanceof CloudflareRefusal) return "unknown";
    throw error;
  }
}

async function listZones(client: CloudflareClient, signal: AbortSignal): Promise<readonly SeenZone[]> {
  const zones: SeenZone[] = [];
  for await (const { id, name, permissions = [] } of client.zones.list({ per_page: 50 }, { signal }))
    zones.push({ id, name, permissions });
  return zones;
}

async function listRecords(
  client: CloudflareClient,
  { zoneId, name }: { readonly zoneId: string; readonly name: string },
  signal: AbortSignal,
): Promise<readonly SeenRecord[]> {
  const records: SeenRecord[] = [];
  for await (const each of client.dns.records.list({ zone_id: zoneId, name: { exact: name } }, { signal })) {
    const { id, type, content = "", ttl, proxied = false, comment = null } = each;
    const data = "data" in each && each.data !== undefined ? { ...each.data } : null;
    records.push({ id, zoneId, type, name: each.name, content, data, ttl, proxied, comment });
  }
  return records;
}

/** Cloudflare's code 81044: there is no such record. */
function unlessGone(error: unknown): void {
  if (!(error instanceof CloudflareRefusal) || !error.codes.includes(81_044)) throw error;
}
