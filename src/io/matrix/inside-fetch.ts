import type Docker from "dockerode";
import { connectThroughExec } from "../docker/exec-socket.ts";
import { agentOver, exchange } from "../synapse/exchange.ts";
import type { TrustingFetch } from "./trusting-fetch.ts";

/** What such a `fetch` is asked at: no name is looked up for it. */
export const insideUrl = "http://synapse";

/**
 * A `fetch` that speaks to Synapse inside its container, where no port of it needs to be in reach. It sends texts and reads texts, as
 * a client does that handles no files.
 */
export function fetchInside(engine: Docker, container: string): TrustingFetch {
  const agent = agentOver(() => connectThroughExec(engine, container));
  const fetch: typeof globalThis.fetch = async (input, { method = "GET", headers, body, signal } = {}) => {
    if (body !== undefined && body !== null && typeof body !== "string")
      throw new TypeError("Only texts are sent here.");
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const content = typeof body === "string" ? Buffer.from(body) : null;
    const length: Readonly<Record<string, string>> = content === null ? {} : { "content-length": `${content.length}` };
    const request = {
      method,
      path: `${pathname}${search}`,
      headers: { ...Object.fromEntries(new Headers(headers)), ...length },
      content,
      signal: signal ?? null,
    };
    const answer = await exchange(agent, request);
    const type = answer.headers["content-type"] ?? "application/json";
    return new Response(answer.content === "" ? null : answer.content, {
      status: answer.status,
      headers: { "content-type": type },
    });
  };
  return { fetch, close: async () => agent.destroy() };
}
