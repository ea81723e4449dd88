import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { untilTrue } from "../../../src/io/machine/until.ts";

/** The tests' engine behind a socket that keeps one request back: as a slow line, or a busy engine, does. */
export interface SlowEngine {
  /** As DOCKER_HOST has it. */
  readonly address: string;
  /** Keeps the next request back whose first line has all of this in it. */
  hold(...about: readonly string[]): void;
  /** Whether that request has come, whole. */
  isHeld(): boolean;
  /** Lets the engine have it, though the process that asked may be gone. */
  release(): void;
  close(): Promise<void>;
}

/** The socket of the engine that the tests are on. */
const engineSocket = (process.env.DOCKER_HOST || "unix:///var/run/docker.sock").replace(/^unix:\/\//, "");

/** Starts it at a socket of that path. */
export async function startSlowEngine(path: string): Promise<SlowEngine> {
  let awaited: readonly string[] | null = null;
  let held: { readonly engine: Socket; request: Buffer } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: engineSocket, allowHalfOpen: true });
    for (const socket of [client, engine]) {
      sockets.add(socket.on("error", () => undefined).on("close", () => sockets.delete(socket)));
    }
    engine.on("data", (chunk) => client.write(chunk)).on("end", () => client.end());
    client.on("end", () => held?.engine === engine || engine.end());
    client.on("data", (chunk) => {
      if (awaited?.every((each) => firstLine(chunk).includes(each))) {
        [held, awaited] = [{ engine, request: chunk }, null];
      } else if (held?.engine === engine) held.request = Buffer.concat([held.request, chunk]);
      else engine.write(chunk);
    });
  });
  await once(server.listen(path), "listening");
  return {
    address: `unix://${path}`,
    hold: (...about) => {
      awaited = about;
    },
    isHeld: () => held !== null && isWhole(held.request),
    release: () => {
      held?.engine.write(held.request);
      held = null;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await untilTrue("closed socket", () => !server.listening);
    },
  };
}

function firstLine(chunk: Buffer): string {
  return chunk.subarray(0, Math.max(0, chunk.indexOf("\r\n"))).toString();
}

/** Headers, an empty line, and as much as they say (RFC 9112, "Message Body Length"). */
function isWhole(request: Buffer): boolean {
  const end = request.indexOf("\r\n\r\n");
  const length = /^content-length: *(\d+)/im.exec(request.subarray(0, end).toString())?.[1];
  return end > 0 && request.length >= end + 4 + Number(length ?? 0);
}
