import { request } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { text } from "node:stream/consumers";
import { rootCertificates } from "node:tls";

/** One answer of a web server. */
export interface WebAnswer {
  readonly status: number;
  /** By name in lower case; several of one name are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How many seconds this machine's clock is ahead of the answer's `Date` header, to the second; null without one. */
  readonly clockAheadSeconds: number | null;
}

/** One answer that led on to another address (RFC 9110, section 15.4). */
export interface Redirect {
  /** The address that answered so. */
  readonly at: string;
  readonly status: number;
  /** Where it leads; null where it does not say. */
  readonly to: string | null;
  /** Its `Access-Control-Allow-Origin`; null without one. */
  readonly allowed: string | null;
}

/** The answer at the end of what an address leads to. Where nothing more is followed, that is the last redirect itself. */
export interface FollowedAnswer extends WebAnswer {
  readonly redirects: readonly Redirect[];
}

/** How a web server is asked. */
export interface WebQuestion {
  /** PEM certificates trusted beside the public authorities. */
  readonly trusted: readonly string[];
  /** Whether its certificate has to be good. Where one is judged by a check of its own, an ill one must not hide the rest. */
  readonly verified: boolean;
  /** Where to connect, instead of the name's own addresses. */
  readonly address?: string;
  readonly signal: AbortSignal;
}

/** Asks for an address as it is written, over a connection of its own, and follows nowhere. Nothing secret is sent. */
export async function askWeb(url: string, question: WebQuestion): Promise<WebAnswer> {
  const answer = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    const { trusted, verified, address, signal } = question;
    const ca = [...rootCertificates, ...trusted];
    const where = address === undefined ? {} : { lookup: always(address) };
    request(url, { agent: false, rejectUnauthorized: verified, ca, signal, ...where }, resolve)
      .once("error", reject)
      .end();
  });
  const now = Date.now();
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(", ")] as const);
  const sent = Date.parse(answer.headers.date ?? "");
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: await text(answer),
    clockAheadSeconds: Number.isNaN(sent) ? null : Math.round((now - sent) / 1_000),
  };
}

const redirecting: readonly number[] = [301, 302, 303, 307, 308];

/** As many as Twisted, and so Synapse, and browsers follow (Twisted, `RedirectAgent`; Fetch standard, "HTTP-redirect fetch"). */
const mostRedirects = 20;

/** The same, following redirects as apps and servers do: not from https into the open, not in a circle, and not for ever. */
export async function followWeb(
  url: string,
  question: WebQuestion,
  before: readonly Redirect[] = [],
): Promise<FollowedAnswer> {
  const answer = await askWeb(url, question);
  if (!redirecting.includes(answer.status)) return { ...answer, redirects: before };
  const to = placeOf(answer.headers.location, url);
  const allowed = answer.headers["access-control-allow-origin"] ?? null;
  const redirects = [...before, { at: url, status: answer.status, to, allowed }];
  const isFollowed = to?.startsWith("https:") && !redirects.some(({ at }) => at === to);
  return to !== null && isFollowed && redirects.length <= mostRedirects
    ? followWeb(to, question, redirects)
    : { ...answer, redirects };
}

function placeOf(location: string | undefined, from: string): string | null {
  return location !== undefined && URL.canParse(location, from) ? new URL(location, from).href : null;
}

/** A look-up that finds one address for every name (node:net, `lookup`). */
function always(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_name, { all }, found) => (all ? found(null, [{ address, family }]) : found(null, address, family));
}
