import type { Cloudflare, SeenZone } from "../../io/cloudflare/cloudflare.ts";
import type { Placement } from "../../plan/dns/zones.ts";

/** What is wrong with an API token. `refuse`: it has too few permissions; `warn`: it has too many. */
export interface TokenFinding {
  readonly severity: "refuse" | "warn";
  readonly found: string;
  readonly next: string;
}

/** What Cloudflare says about a token. */
export interface SeenToken {
  readonly status: Awaited<ReturnType<Cloudflare["tokenStatus"]>>;
  readonly zones: readonly SeenZone[];
}

/** What is needed, in Cloudflare's words and in those of a zone's list of permissions: Zone: Read, DNS: Edit. */
const needed = ["#zone:read", "#dns_records:read", "#dns_records:edit"] as const;

const newToken =
  "Create a token at https://dash.cloudflare.com/profile/api-tokens with the template `Edit zone DNS`, for this zone only.";

/** Asks about a token; without a status that opens anything, no zone is asked for. */
export async function seeToken(cloudflare: Pick<Cloudflare, "tokenStatus" | "zones">): Promise<SeenToken> {
  const status = await cloudflare.tokenStatus();
  return { status, zones: status === "active" ? await cloudflare.zones() : [] };
}

/** Judges a token by what the records need: too little is refused, too much is worth a word. */
export function judgeToken(
  { status, zones }: SeenToken,
  { placed, unmanaged }: Pick<Placement, "placed" | "unmanaged">,
): readonly TokenFinding[] {
  if (status !== "active") return [refuse(inactive[status], newToken)];
  const used = zones.filter(({ id }) => placed.some(({ zone }) => zone.id === id));
  return [
    ...unmanaged.map((name) =>
      refuse(`the token has no access to a zone that contains ${name}${amongWhich(zones)}`, widen(name)),
    ),
    ...used.filter(({ permissions }) => !permissions.includes("#dns_records:edit")).map(cannotEdit),
    ...tooWide(zones, used),
  ];
}

const inactive = {
  disabled: "the API token is disabled",
  expired: "the API token has expired",
  unknown: "Cloudflare knows no such API token",
} as const;

function amongWhich(zones: readonly SeenZone[]): string {
  return zones.length === 0
    ? ", nor to any other zone"
    : ` (it has access to ${listed(zones.map(({ name }) => name))})`;
}

function widen(name: string): string {
  return `Give the token access to the zone of ${name}, or correct chatkeep:dns. ${newToken}`;
}

function cannotEdit({ name }: SeenZone): TokenFinding {
  return refuse(`the token may not change the records of ${name}`, `Give it the permission DNS: Edit. ${newToken}`);
}

function tooWide(zones: readonly SeenZone[], used: readonly SeenZone[]): readonly TokenFinding[] {
  const others = zones.filter((zone) => !used.includes(zone)).map(({ name }) => name);
  const further = [...new Set(used.flatMap(({ permissions }) => permissions))].filter(
    (each) => !needed.some((known) => known === each),
  );
  return [
    ...(others.length === 0 || used.length === 0
      ? []
      : [warn(`the token also has access to other zones: ${listed(others)}`)]),
    ...(further.length === 0 ? [] : [warn(`the token may do more than change records: ${listed(further)}`)]),
  ];
}

function listed(words: readonly string[]): string {
  const most = 5;
  return words.length <= most ? words.join(", ") : `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
}

function refuse(found: string, next: string): TokenFinding {
  return { severity: "refuse", found, next };
}

function warn(found: string): TokenFinding {
  return { severity: "warn", found, next: newToken };
}
