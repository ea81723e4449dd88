import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Someone who is told things over HTTP. */
export interface Webhook {
  /** The bodies of all requests. */
  readonly heard: readonly string[];
  close(): void;
}

/** Starts one on this machine and writes its address to a file. */
export async function startWebhook(addressFile: string): Promise<Webhook> {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    heard.push(await text(request));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await writeFile(addressFile, `http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
  return { heard, close: () => void server.close() };
}
