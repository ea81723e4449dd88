import { Agent, type ClientRequestArgs, type IncomingMessage, request as startRequest } from "node:http";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import type { Json } from "../../kinds/json.ts";
import type { Secret } from "../../kinds/secret.ts";
import { connectThroughExec } from "../docker/exec-socket.ts";

/** Synapse's HTTP interface, spoken inside its container: the same for a local engine and for one over ssh. */
export interface SynapseOperator {
  /** Sends one request, as the operator where a token was given; an answer of any status is an answer. */
  send(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: Json): Promise<SynapseAnswer>;
  /** Ends every connection and what serves it in the container. */
  close(): void;
}

/** One answer of Synapse. `body` is null where it is not JSON. */
export interface SynapseAnswer {
  readonly status: number;
  readonly body: Json;
  /** The `Server` header, such as `Synapse/1.163.2`. */
  readonly server: string;
}

/** Opens Synapse's HTTP interface; nothing happens before the first request. Connections are kept for further ones. */
export function synapseOperator(engine: Docker, container: string, token: Secret | null): SynapseOperator {
  const agent = new ExecAgent(engine, container);
  const headers = token === null ? {} : { authorization: `Bearer ${token.reveal()}` };
  return {
    send: async (method, path, body) => {
      try {
        const content = body === undefined ? null : Buffer.from(JSON.stringify(body));
        return await exchange(
          { agent, method, path, host: "synapse", headers: { ...headers, ...lengthOf(content) } },
          content,
        );
      } catch (cause) {
        throw new StackError(`Synapse does not answer inside its container: ${messageOf(cause)}`, {
          cause,
          next: "See its state:  npx chatkeep status  Read its log:  npx chatkeep logs synapse",
        });
      }
    },
    close: () => agent.destroy(),
  };
}

/** An HTTP agent whose sockets are commands in a container. */
class ExecAgent extends Agent {
  readonly #engine: Docker;
  readonly #container: string;
  constructor(engine: Docker, container: string) {
    super({ keepAlive: true, maxSockets: 2 });
    this.#engine = engine;
    this.#container = container;
  }

  override createConnection(
    _options: ClientRequestArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    connectThroughExec(this.#engine, this.#container).then(
      (socket) => done?.(null, socket),
      (error: Error) => Reflect.apply(done ?? (() => undefined), null, [error]),
    );
  }
}

function lengthOf(content: Buffer | null): Readonly<Record<string, string>> {
  return content === null ? {} : { "content-type": "application/json", "content-length": String(content.length) };
}

async function exchange(options: ClientRequestArgs, content: Buffer | null): Promise<SynapseAnswer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    startRequest(options, resolve)
      .once("error", reject)
      .end(content ?? undefined);
  });
  return {
    status: answer.statusCode ?? 0,
    body: parsed(await text(answer)),
    server: String(answer.headers.server ?? ""),
  };
}

function parsed(content: string): Json {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
