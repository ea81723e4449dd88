import { readFileSync } from "node:fs";
import { Agent, fetch as fetchThrough } from "undici";

/** A `fetch` with its own connections. */
export interface TrustingFetch {
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/**
 * A `fetch` that trusts the certificates of this one authority file and no other, public ones included. Nothing global is
 * changed: every other connection of this process is refused by the server's certificate as before.
 */
export function fetchTrusting(authorityFile: string): TrustingFetch {
  return fetchOver(agentWith({ ca: readFileSync(authorityFile, "utf8") }));
}

/** A `fetch` that trusts what Node ships with, and so not an authority of a server's own. */
export function fetchTrustingThePublic(): TrustingFetch {
  return fetchOver(agentWith({}));
}

/**
 * HTTP/1.1: over HTTP/2 a server that answers an upload before all of it has arrived ends the stream, and undici then fails every
 * request after it on that connection ("stream half-closed", seen with undici 8.12).
 */
function agentWith(connect: { readonly ca?: string }): Agent {
  return new Agent({ connect, allowH2: false });
}

/** A `fetch` over this agent. */
export function fetchOver(dispatcher: Agent): TrustingFetch {
  // The package's own fetch: Node's built-in one does not take an agent of another version.
  const fetch: typeof globalThis.fetch = (input, { body = null, headers = {}, ...options } = {}) => {
    if (body instanceof FormData) throw new TypeError("No Matrix client sends a form, so this one cannot.");
    const address = input instanceof Request ? input.url : input;
    const plainHeaders = Object.fromEntries(new Headers(headers));
    return fetchThrough(address, { ...options, body, headers: plainHeaders, dispatcher });
  };
  return { fetch, close: () => dispatcher.destroy() };
}
