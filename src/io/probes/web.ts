import { request } from "node:https";
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

/** How a web server is asked. */
export interface WebQuestion {
  /** PEM certificates trusted beside the public authorities. */
  readonly trusted: readonly string[];
  /** Whether its certificate has to be good. Where one is judged by a check of its own, an ill one must not hide the rest. */
  readonly verified: boolean;
  readonly signal: AbortSignal;
}

/** Asks for an address as it is written, over a connection of its own, and follows nowhere. Nothing secret is sent. */
export async function askWeb(url: string, { trusted, verified, signal }: WebQuestion): Promise<WebAnswer> {
  const answer = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    const ca = [...rootCertificates, ...trusted];
    request(url, { agent: false, rejectUnauthorized: verified, ca, signal }, resolve).once("error", reject).end();
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
