import type { Agent, ClientRequestArgs, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { http } from "../machine/http.ts";

/** Opens one connection to a server; it fails where none is there to connect to. */
export type Connect = () => Promise<Duplex>;

/** A request as it goes over a connection. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array | null;
  /** Ends it before its answer. */
  readonly signal?: AbortSignal | null;
}

/** A body that goes out as it is, such as a picture. All of it is in memory, so that it can be sent whole again. */
export class RawBody {
  readonly type: string;
  readonly bytes: Uint8Array;

  constructor(type: string, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly content: string;
}

/** There is no connection, so nothing was sent. */
export class NotConnected extends Error {}

/** An HTTP agent whose sockets are opened by us. Connections are kept for further requests. */
export function agentOver(connect: Connect): Agent {
  const agent = new http.Agent({ keepAlive: true });
  return Object.assign(agent, {
    createConnection: (
      _options: ClientRequestArgs,
      done: (error: Error | null, stream?: Duplex) => void,
    ): undefined => {
      connect().then(
        (socket) => done(null, socket),
        (cause: Error) => done(new NotConnected(cause.message, { cause })),
      );
    },
  });
}

/** Sends one request and reads the whole answer; throws `NotConnected`, or what broke the connection. */
export async function exchange(
  agent: Agent,
  { method, path, headers, content, signal = null }: Request,
): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    http
      .request({ agent, method, path, host: "synapse", headers, ...(signal === null ? {} : { signal }) }, resolve)
      .once("error", reject)
      .end(content ?? undefined);
  });
  return { status: answer.statusCode ?? 0, headers: answer.headers, content: await text(answer) };
}
