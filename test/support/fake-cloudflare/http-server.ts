import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import { text } from "node:stream/consumers";
import type { Asked } from "./api.ts";

/** Where the fake listens. */
export interface Listening {
  /** Loopback where absent. */
  readonly address?: string;
  /** A free one where absent. */
  readonly port?: number;
  /** Paths of PEM files; plain HTTP where absent. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
}

/** Starts a server, and returns when it listens. */
export async function listen({ tls, address, port }: Listening, listener: RequestListener): Promise<Server> {
  const server = tls === undefined ? createPlain(listener) : createSecure(await pems(tls), listener);
  server.listen(port ?? 0, address ?? "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function pems({ certificateFile, keyFile }: NonNullable<Listening["tls"]>) {
  const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
  return { cert, key };
}

/** Reads a request of the API, whose paths all begin with the version. */
export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? "/", "http://fake");
  return {
    method: request.method ?? "GET",
    path: url.pathname.replace(/^\/client\/v4/, ""),
    query: url.searchParams,
    authorization: request.headers.authorization,
    body: await text(request),
  };
}
