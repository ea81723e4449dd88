import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { tellWebhook } from "../../../src/actions/checks/webhook.ts";
import { StackError } from "../../../src/errors.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

/** What a webhook that answers with this status hears. */
async function heard(status: number): Promise<readonly string[]> {
  const said: string[] = [];
  const server = createServer(async (request, response) => {
    said.push(`${request.method} ${request.url} ${request.headers["content-type"]} ${await text(request)}`);
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path\n`;
  try {
    await tellWebhook({ files: memoryFiles(new Map([["/webhook", address]])) }, "/webhook", '{"version":1}');
    return said;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe("a webhook", () => {
  it("hears what changed, at the address that stands in its file", async () => {
    expect(await heard(204)).toEqual(['POST /secret-path application/json {"version":1}']);
  });

  it("that does not take it is an error, which does not repeat the address", async () => {
    const error = await heard(500).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(StackError);
    expect(String(error)).toBe("StackError: The webhook in /webhook answers with 500");
  });

  it.each(["", "not an address", "ftp://one.example"])("needs an address in its file, not `%s`", async (address) => {
    const files = memoryFiles(new Map([["/webhook", address]]));
    await expect(tellWebhook({ files }, "/webhook", "{}")).rejects.toThrow("/webhook contains no web address");
  });
});
