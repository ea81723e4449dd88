import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { StackError } from "../../../src/errors.ts";
import { RawBody } from "../../../src/io/synapse/exchange.ts";
import { connectionsAtOnce, operatorOver } from "../../../src/io/synapse/operator.ts";
import { Secret } from "../../../src/kinds/secret.ts";

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** A server of this machine, an operator's way to it, and what came of both. */
async function scene(answer: RequestListener) {
  const seen = { requests: [] as string[], paused: [] as number[], said: [] as string[] };
  const server = createServer((request, response) => {
    seen.requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  const way = { isOpen: true, most: 0 };
  const open = async () => {
    if (!way.isOpen) throw new Error("the container is not running");
    const socket = connect(port, "127.0.0.1");
    sockets.add(socket);
    way.most = Math.max(way.most, sockets.size);
    socket.once("close", () => sockets.delete(socket));
    await once(socket, "connect");
    return socket;
  };
  const pause = async (seconds: number) => {
    seen.paused.push(seconds);
    if (seen.paused.length === 3) way.isOpen = true;
  };
  const operator = operatorOver(open, new Secret("t"), { pause, say: (why) => void seen.said.push(why) });
  ended.push(() => {
    operator.close();
    server.closeAllConnections();
    server.close();
  });
  return { operator, seen, way };
}

/** Breaks the connection at the first request to a path, and answers every other one. */
function breaksOnce(): RequestListener {
  const broken = new Set<string>();
  return (request, response) => {
    if (request.url === "/ready" || broken.has(request.url ?? "")) return void response.end("{}");
    broken.add(request.url ?? "");
    request.socket.destroy();
  };
}

describe("the operator's requests", () => {
  it("that are sent at once share a few connections, and all are answered", async () => {
    const { operator, way } = await scene(
      (request, response) => void setImmediate(() => response.end(`"${request.url}"`)),
    );
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => operator.send("GET", `/${index}`)));
    expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 50 }, (_, index) => `/${index}`));
    expect(way.most).toBe(connectionsAtOnce);
  });

  it("wait as long as Synapse asks, say so, and are answered then", async () => {
    let count = 0;
    const { operator, seen } = await scene((_, response) => {
      if (count++ === 0)
        response.writeHead(429, { "Retry-After": "5" }).end('{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":4100}');
      else response.end('{"done":true}');
    });
    expect(await operator.send("POST", "/login", {})).toMatchObject({ status: 200, body: { done: true } });
    expect(seen.paused).toEqual([5]);
    expect(seen.said).toEqual(["Synapse limits how often this can be done: waiting 5 s"]);
  });

  it("that are sent at once are all answered where Synapse limits every third", async () => {
    let count = 0;
    const { operator, seen } = await scene((request, response) => {
      if (count++ % 3 === 0) response.writeHead(429).end('{"retry_after_ms":2000}');
      else response.end(`"${request.url}"`);
    });
    const sent = Array.from({ length: 30 }, (_, index) => operator.send("POST", `/${index}`, {}));
    const answers = await Promise.all(sent);
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map((_, index) => [200, `/${index}`]));
    expect(seen.requests).toHaveLength(30 + seen.paused.length);
    expect(new Set(seen.paused)).toEqual(new Set([2]));
  });

  it("do not wait for more than two minutes in all: then the answer is that there were too many", async () => {
    const { operator, seen } = await scene((_, response) => {
      response.writeHead(429).end('{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":50000}');
    });
    expect(await operator.send("GET", "/often")).toMatchObject({ status: 429 });
    expect(seen.paused).toEqual([50, 50]);
  });

  it.each(["GET", "PUT"] as const)("are repeated once after a broken connection: %s", async (method) => {
    const { operator, seen } = await scene(breaksOnce());
    expect(await operator.send(method, "/once")).toMatchObject({ status: 200 });
    expect(seen.requests).toEqual([`${method} /once`, `${method} /once`]);
    const always = await scene((request) => void request.socket.destroy());
    await expect(always.operator.send(method, "/never")).rejects.toThrow("it may have done this or not");
    expect(always.seen.requests).toHaveLength(2);
  });

  it("carry bytes as they are, with their type, all of them again after a wait", async () => {
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    const came: unknown[] = [];
    const { operator } = await scene(async (request, response) => {
      const body = await buffer(request);
      came.push([request.headers["content-type"], request.headers["content-length"], body.equals(bytes)]);
      if (came.length === 1) response.writeHead(429).end('{"retry_after_ms":2000}');
      else response.end("{}");
    });
    expect(await operator.send("POST", "/upload", new RawBody("image/png", bytes))).toMatchObject({ status: 200 });
    expect(came).toEqual([
      ["image/png", "3000000", true],
      ["image/png", "3000000", true],
    ]);
  });

  it("that carry bytes are not repeated once they were begun", async () => {
    const { operator, seen } = await scene((request) => void request.once("data", () => request.socket.destroy()));
    const sent = operator.send("POST", "/upload", new RawBody("image/png", Buffer.alloc(3_000_000)));
    await expect(sent).rejects.toThrow("it may have done this or not");
    expect(seen.requests).toEqual(["POST /upload"]);
  });

  it("are not repeated where half an answer came", async () => {
    const { operator, seen } = await scene((request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setImmediate(() => request.socket.destroy());
    });
    await expect(operator.send("POST", "/half", {})).rejects.toThrow("it may have done this or not");
    expect(seen.requests).toEqual(["POST /half"]);
  });

  it.each(["POST", "DELETE"] as const)("are not repeated where they may have been done: %s", async (method) => {
    const { operator, seen } = await scene(breaksOnce());
    await expect(operator.send(method, "/once")).rejects.toThrow("it may have done this or not");
    expect(seen.requests).toEqual([`${method} /once`]);
  });

  it("wait for a server that starts again, those that were not sent too, and say so once", async () => {
    const { operator, seen, way } = await scene(breaksOnce());
    await operator.send("GET", "/ready");
    await expect(operator.send("POST", "/breaks")).rejects.toThrow(StackError);
    way.isOpen = false;
    expect(await operator.send("POST", "/breaks")).toMatchObject({ status: 200 });
    expect(seen.requests).toEqual(["GET /ready", "POST /breaks", "POST /breaks"]);
    expect(seen.said).toEqual(["Synapse does not answer at the moment: waiting until it does"]);
  });

  it("do not wait for a server that was never reached", async () => {
    const { operator, seen, way } = await scene(breaksOnce());
    way.isOpen = false;
    await expect(operator.send("GET", "/first")).rejects.toThrow("does not answer inside its container");
    expect(seen).toEqual({ requests: [], paused: [], said: [] });
  });
});
