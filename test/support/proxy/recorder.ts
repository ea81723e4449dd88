import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Server } from "../../../src/io/matrix/client.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";

/** A way to a server on which everything that is sent is written down. */
export interface Recorder {
  /** Where clients reach it: without TLS, on this machine alone. */
  readonly baseUrl: string;
  /** Each request so far: its line, headers and body. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Opens one; the server answers, and nothing is changed on the way. */
export async function recordRequests({ baseUrl, authorityFile }: Server): Promise<Recorder> {
  const { fetch, close } = fetchTrusting(authorityFile);
  const requests: string[] = [];
  const recorder = createServer(async (request, answer) => {
    const { method = "GET", url = "/", headers } = request;
    const body = await text(request);
    requests.push([method, url, JSON.stringify(headers), body].join("\n"));
    const { authorization } = headers;
    const passed = authorization === undefined ? {} : { authorization };
    const got = await fetch(`${baseUrl}${url}`, { method, headers: passed, ...(body === "" ? {} : { body }) });
    answer.writeHead(got.status, { "content-type": "application/json" }).end(await got.text());
  });
  await new Promise<void>((resolve) => void recorder.listen(0, "127.0.0.1", resolve));
  const { port } = recorder.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      recorder.closeAllConnections();
      await new Promise<void>((resolve) => void recorder.close(() => resolve()));
      await close();
    },
  };
}
