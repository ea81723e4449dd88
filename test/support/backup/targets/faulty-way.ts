import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Target } from "./servers.ts";

/** What the way to a target does with what is sent there: `refuse` answers as a web server that is overloaded. */
export type Fault = "none" | "cut" | "refuse" | "stall" | "slow";

/** A way to a target that is as long as it is whole, and then has a fault. */
export interface FaultyWay extends AsyncDisposable {
  /** The target as it is reached by it. */
  readonly target: Target;
  /** Bytes that were sent to the target since the last call of `set`. */
  sent(): number;
  /** From so many bytes on, it has this fault. */
  set(fault: Fault, after?: number): void;
}

/** Bytes a second, of a way that is slow. */
const slowRate = 8 * 1024;

const refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/** Opens one at this address of this machine, to where the address of the target's repository leads. */
export async function faultyWayTo({ settings, ...rest }: Target, address: string): Promise<FaultyWay> {
  const repository = String(settings.repository);
  const [, port = ""] = /:(\d+)\//.exec(repository) ?? [];
  let [fault, after, sent]: [Fault, number, number] = ["none", 0, 0];
  let goOn = Promise.withResolvers<void>();
  const now = () => (sent >= after ? fault : "none");
  const server = createServer((client) => {
    const there = connect(Number(port), address);
    const end = () => void [client, there].map((each) => each.destroy());
    for (const each of [client, there]) each.on("error", end).on("close", end);
    there.pipe(client);
    client.on("data", async (bytes) => {
      sent += bytes.length;
      client.pause();
      await pass(now(), { bytes, client, there, end, goesOn: goOn.promise });
      client.resume();
    });
    client.on("end", () => there.end());
  }).listen(0, address);
  await once(server, "listening");
  const own = (server.address() as AddressInfo).port;
  return {
    target: { ...rest, settings: { ...settings, repository: repository.replace(`:${port}/`, `:${own}/`) } },
    sent: () => sent,
    set: (next, from = 0) => {
      [fault, after, sent] = [next, from, 0];
      goOn.resolve();
      goOn = Promise.withResolvers();
    },
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

interface Passing {
  readonly bytes: Buffer;
  readonly client: Socket;
  readonly there: Socket;
  readonly end: () => void;
  /** Resolves with the next fault, or none. */
  readonly goesOn: Promise<void>;
}

async function pass(fault: Fault, { bytes, client, there, end, goesOn }: Passing): Promise<void> {
  switch (fault) {
    case "none":
      there.write(bytes);
      return;
    case "cut":
      end();
      return;
    case "refuse":
      there.destroy();
      client.end(refusal);
      return;
    case "stall":
      await goesOn;
      there.write(bytes);
      return;
    case "slow":
      there.write(bytes);
      await pause((bytes.length / slowRate) * 1_000);
      return;
    default:
      return fault satisfies never;
  }
}
