import { readFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { Server } from "../../../src/io/matrix/client.ts";

/** A server's answer to a request that no one tidied up. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks for a path exactly as it is written: `fetch` would resolve `..` and percent signs before sending. */
export function askRaw(
  server: Server,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.baseUrl);
  const ca = readFileSync(server.authorityFile, "utf8");
  return new Promise((resolve, reject) => {
    request({ host: hostname, port, path, ca, headers, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    })
      .once("error", reject)
      .end();
  });
}
