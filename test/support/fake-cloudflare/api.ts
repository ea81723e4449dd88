import { type Answer, ApiError, done, page } from "./answer.ts";
import { isObject, type ShownRecord, type WrittenRecord } from "./record.ts";
import { Caller, type TokenSettings } from "./token.ts";
import { nameServers, type Zone } from "./zone.ts";

/** What is held: zones and the tokens that open them. */
export interface Holdings {
  readonly zones: readonly Zone[];
  readonly tokens: readonly TokenSettings[];
}

/** One request, its body read. */
export interface Asked {
  readonly method: string;
  /** Below `/client/v4`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Answers a request as Cloudflare's API does (developers.cloudflare.com/api): tokens, zones, DNS records. */
export function answer(asked: Asked, holdings: Holdings): Answer {
  try {
    return route(asked, holdings);
  } catch (error) {
    if (error instanceof ApiError) return error.answer;
    throw error;
  }
}

function route(asked: Asked, { zones, tokens }: Holdings): Answer {
  const [first = "", second = "", third = "", fourth] = asked.path.split("/").filter((part) => part !== "");
  const isVerification = asked.path === "/user/tokens/verify";
  const caller = Caller.from(asked.authorization, tokens, isVerification);
  if (isVerification && asked.method === "GET") return verification(caller);
  if (first === "user" && second === "tokens") return ownToken(caller, third);
  if (first !== "zones") throw noRoute(asked.path);
  if (second === "") return listZones(caller, zones, asked.query);
  if (!/^[0-9a-f]{32}$/.test(second)) throw noRoute(asked.path);
  const zone = zones.find(({ id }) => id === second);
  if (third === "" && asked.method === "GET") return done(showZone(caller.need(zone, "#zone:read"), caller));
  if (third !== "dns_records") throw noRoute(asked.path);
  const permission = asked.method === "GET" ? "#dns_records:read" : "#dns_records:edit";
  return records(asked, caller.need(zone, permission), fourth ?? null);
}

function noRoute(path: string): ApiError {
  const hint = "perhaps your object identifier is invalid?";
  return new ApiError(404, 7003, `Could not route to ${path}, ${hint}`, [
    { code: 7000, message: "No route for that URI" },
  ]);
}

function verification(caller: Caller): Answer {
  const answer = done({ id: caller.id, status: caller.status });
  const messages = [{ code: 10_000, message: "This API Token is valid and active", type: null }];
  return { ...answer, body: { ...answer.body, messages: caller.status === "active" ? messages : [] } };
}

/** Only a token that may read tokens sees what it may do itself. */
function ownToken(caller: Caller, id: string): Answer {
  if (id !== caller.id || !caller.permissions.includes("#api_tokens:read"))
    throw new ApiError(403, 9109, "Unauthorized to access requested resource");
  return done({ id, name: "fake", status: caller.status, policies: caller.policies() });
}

/** `name` is exact, or begins with an operator such as `contains:`. */
function listZones(caller: Caller, zones: readonly Zone[], query: URLSearchParams): Answer {
  if (!caller.permissions.includes("#zone:read"))
    throw new ApiError(403, 9109, "Unauthorized to access requested resource");
  const name = query.get("name")?.replace(/^equal:/, "") ?? null;
  const seen = zones.filter((zone) => caller.sees(zone) && (name === null || isNamed(zone.name, name)));
  return page(
    seen.map((zone) => showZone(zone, caller)),
    query,
    20,
    50,
  );
}

function isNamed(name: string, wanted: string): boolean {
  const [operator, rest] = wanted.includes(":") ? wanted.split(":") : ["equal", wanted];
  switch (operator) {
    case "contains":
      return name.includes(rest ?? "");
    case "ends_with":
      return name.endsWith(rest ?? "");
    default:
      return name === (rest ?? "").replace(/\.$/, "");
  }
}

function showZone({ id, name }: Zone, caller: Caller): unknown {
  return {
    id,
    name,
    status: "active",
    paused: false,
    type: "full",
    development_mode: 0,
    name_servers: nameServers,
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    created_on: "2024-01-01T00:00:00.000000Z",
    modified_on: "2024-01-01T00:00:00.000000Z",
    activated_on: "2024-01-01T00:00:00.000000Z",
    account: { id: "01a7362d577a6c3019a474fd6f485823", name: "Fake" },
    owner: { id: null, type: "user", email: null },
    permissions: caller.permissions,
    plan: { id: "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: "Free Website", is_subscribed: true },
    meta: { step: 4, page_rule_quota: 3, phishing_detected: false },
  };
}

function records(asked: Asked, zone: Zone, id: string | null): Answer {
  switch (`${asked.method} ${id === null ? "all" : "one"}`) {
    case "GET all":
      return page(filtered(zone.records, asked.query), asked.query, 100, 5_000_000);
    case "POST all":
      return done(zone.create(bodyOf(asked)));
    case "GET one":
      return done(zone.find(id ?? ""));
    case "PUT one":
      return done(zone.replace(id ?? "", bodyOf(asked)));
    case "PATCH one":
      return done(zone.replace(id ?? "", { ...zone.find(id ?? ""), ...bodyOf(asked) }));
    case "DELETE one": {
      const removed = zone.find(id ?? "");
      zone.remove(removed.id);
      return done(removed);
    }
    default:
      throw new ApiError(405, 10_405, "Method not allowed for this authentication scheme");
  }
}

function bodyOf({ body }: Asked): WrittenRecord {
  try {
    const read: unknown = JSON.parse(body);
    if (isObject(read)) return read;
  } catch {}
  throw new ApiError(400, 9207, "Request body is invalid.");
}

/** `name`, `type`, `content` and `comment`, each exact, or with `.exact`, `.contains`, `.startswith`, `.endswith`. */
function filtered(all: readonly ShownRecord[], query: URLSearchParams): readonly ShownRecord[] {
  const wanted = [...query].flatMap(([key, value]) => filterOf(key, value) ?? []);
  const isAny = query.get("match") === "any";
  if (wanted.length === 0) return all;
  return all.filter((record) => (isAny ? wanted.some((fits) => fits(record)) : wanted.every((fits) => fits(record))));
}

function filterOf(key: string, value: string): ((record: ShownRecord) => boolean) | null {
  const [field = "", how = "exact"] = key.split(".");
  if (field !== "name" && field !== "type" && field !== "content" && field !== "comment") return null;
  const said = (record: ShownRecord) => (record[field] ?? "").toLowerCase();
  const text = value.toLowerCase();
  switch (how) {
    case "contains":
      return (record) => said(record).includes(text);
    case "startswith":
      return (record) => said(record).startsWith(text);
    case "endswith":
      return (record) => said(record).endsWith(text);
    default:
      return (record) => said(record) === text;
  }
}
