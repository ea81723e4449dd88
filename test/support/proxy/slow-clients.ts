import { readFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { setTimeout } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import type { Server } from "../../../src/io/matrix/client.ts";

/** One way of holding a connection to the proxy without an account. */
export interface Attack {
  readonly what: string;
  /** What the client asks TLS for; HTTP/1.1 where nothing is said. */
  readonly protocols?: readonly string[];
  /** What it sends, after which it waits. */
  readonly sends: string | Buffer;
  /** How many of them at once. */
  readonly count: number;
}

/** Connections held open until they are let go. */
export interface HeldConnections {
  readonly opened: number;
  /** How many the proxy has not closed. */
  readonly open: () => number;
  readonly letGo: () => void;
}

/** Opens that many connections, some at a time, and sends on each; one that is refused or broken off is no error. */
export async function holdConnections(server: Server, attack: Attack): Promise<HeldConnections> {
  const sockets: TLSSocket[] = [];
  while (sockets.length < attack.count) {
    const some = Array.from({ length: Math.min(50, attack.count - sockets.length) }, () => begin(server, attack));
    await Promise.all(some.map(({ begun }) => begun));
    sockets.push(...some.map(({ socket }) => socket));
  }
  return {
    opened: sockets.filter((socket) => socket.authorized).length,
    open: () => sockets.filter((socket) => socket.authorized && !socket.destroyed && socket.readable).length,
    letGo: () => sockets.map((socket) => socket.destroy()),
  };
}

/** Stays connected as clients do, and asks again and again; `stop` gives how long the longest answer took, in milliseconds. */
export function stayConnected(server: Server): { readonly stop: () => Promise<number> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: readFileSync(server.authorityFile, "utf8") });
  let isOver = false;
  const asking = askUntil(() => isOver, agent, server).finally(() => agent.destroy());
  asking.catch(() => {}); // is told where it is stopped
  const stop = () => {
    isOver = true;
    return asking;
  };
  return { stop };
}

async function askUntil(isOver: () => boolean, agent: Agent, { baseUrl }: Server): Promise<number> {
  let longest = 0;
  for (let isLast = false; !isLast; ) {
    isLast = isOver(); // once more after all is done
    const start = performance.now();
    await askOn(agent, `${baseUrl}/_matrix/client/versions`);
    longest = Math.max(longest, performance.now() - start);
    await setTimeout(250);
  }
  return Math.round(longest);
}

function askOn(agent: Agent, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = get(address, { agent }, (answer) => answer.resume().once("end", resolve).once("error", reject));
    asked.once("error", reject);
  });
}

/** Sends something on a connection of its own and gives what comes back until the proxy closes it. */
export async function sendRaw(server: Server, bytes: string): Promise<string> {
  const { socket, begun } = begin(server, { sends: bytes });
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part));
  await begun;
  if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(parts).toString();
}

function begin(
  { baseUrl, authorityFile }: Server,
  { protocols = ["http/1.1"], sends }: Pick<Attack, "protocols" | "sends">,
) {
  const { hostname, port } = new URL(baseUrl);
  const ca = readFileSync(authorityFile, "utf8");
  const socket = connect({
    host: hostname,
    port: Number(port),
    servername: hostname,
    ca,
    ALPNProtocols: [...protocols],
  });
  const begun = new Promise<void>((resolve) => {
    socket.once("secureConnect", () => socket.write(sends, () => resolve()));
    socket.once("close", () => resolve());
    socket.setTimeout(wait, resolve); // beyond what the proxy carries, no one takes the connection
  });
  socket.resume();
  socket.on("error", () => {}); // being broken off is what is to be expected
  return { socket, begun };
}

const wait = 2_000;
