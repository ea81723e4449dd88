import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Server } from "../../../src/io/matrix/client.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";

/** A request that waits at the gate. */
export interface Held {
  readonly path: string;
  /** Lets it through. */
  pass(): void;
}

/** A way to a server on this machine's loopback that can hold requests: what happens meanwhile is then no matter of speed. */
export interface Gate {
  readonly baseUrl: string;
  /** All that was asked so far, as `GET /path`. */
  readonly asked: readonly string[];
  /** Holds the next request whose path is like this; gives it once it is there. */
  holdNext(path: RegExp): Promise<Held>;
  close(): Promise<void>;
}

/** Opens a gate before a server. */
export async function openGate({ baseUrl, authorityFile }: Pick<Server, "baseUrl" | "authorityFile">): Promise<Gate> {
  const { fetch, close } = fetchTrusting(authorityFile);
  const asked: string[] = [];
  const waiting: { readonly path: RegExp; readonly arrive: (held: Held) => void }[] = [];
  const passage = (path: string): Promise<void> => {
    const at = waiting.findIndex((each) => each.path.test(path));
    const [found] = at < 0 ? [] : waiting.splice(at, 1);
    return found === undefined ? Promise.resolve() : new Promise((pass) => found.arrive({ path, pass }));
  };
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    asked.push(`${request.method} ${path}`);
    const body = await buffer(request);
    await passage(path);
    await forward(fetch, `${baseUrl}${path}`, { request, body, response }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    holdNext: (path) => new Promise((arrive) => waiting.push({ path, arrive })),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await close();
    },
  };
}

interface Passing {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly response: ServerResponse;
}

async function forward(fetch: typeof globalThis.fetch, url: string, { request, body, response }: Passing) {
  const { authorization, "content-type": type } = request.headers;
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(type === undefined ? {} : { "content-type": type }),
  };
  const method = request.method ?? "GET";
  const answer = await fetch(url, { method, headers, ...(body.length === 0 ? {} : { body: new Uint8Array(body) }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
  response.end(bytes);
}
