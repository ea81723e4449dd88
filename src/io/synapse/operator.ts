import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { fieldsOf, type Json } from "../../kinds/json.ts";
import { limited } from "../../kinds/limited.ts";
import type { Secret } from "../../kinds/secret.ts";
import { connectThroughExec } from "../docker/exec-socket.ts";
import { type Answer, agentOver, type Connect, exchange, NotConnected, RawBody, type Request } from "./exchange.ts";
import { decideNext, type Outcome, secondsAsked } from "./patience.ts";

/**
 * Synapse's HTTP interface, spoken inside its container: the same for a local engine and for one over ssh. What is sent at once goes
 * over `connectionsAtOnce` connections. An answer 429 is waited out, and Synapse too while it starts again, two minutes at most;
 * GET and PUT are repeated once after a broken connection.
 */
export interface SynapseOperator {
  /** Sends one request, as the operator where a token was given, or with the token `as`; an answer of any status is an answer. */
  send(method: Method, path: string, body?: Json | RawBody, as?: Secret): Promise<SynapseAnswer>;
  /** Ends every connection and what serves it in the container. */
  close(): void;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One answer of Synapse. `body` is null where it is not JSON. */
export interface SynapseAnswer {
  readonly status: number;
  readonly body: Json;
  /** The `Server` header, such as `Synapse/1.163.2`. */
  readonly server: string;
}

/** How waiting is done and shown. */
export interface Waiting {
  readonly pause: (seconds: number) => Promise<unknown>;
  /** Why a request waits, once for each wait. */
  readonly say: (why: string) => void;
}

/** Opens Synapse's HTTP interface; nothing happens before the first request. `say` is told what is waited for. */
export function synapseOperator(
  engine: Docker,
  container: string,
  token: Secret | null,
  say: Waiting["say"] = () => undefined,
): SynapseOperator {
  const waiting = { pause: (seconds: number) => pause(seconds * 1_000), say };
  return operatorOver(() => connectThroughExec(engine, container), token, waiting);
}

/**
 * Requests on their way at once. Each takes a Python of 11 MiB from Synapse's own memory, and over ssh two processes more.
 * Synapse answers on one thread, so more of them would not be answered sooner (docs/measurements/operator.md).
 */
export const connectionsAtOnce = 4;

/** The same over connections of any kind. */
export function operatorOver(connect: Connect, token: Secret | null, waiting: Waiting): SynapseOperator {
  const agent = agentOver(connect);
  const inOrder = limited(connectionsAtOnce); // the agent's own limit counts only connections that are open already
  let wasReached = false;
  const attempt = (request: Request) => inOrder(() => tryOnce(() => exchange(agent, request)));
  return {
    send: async (method, path, body, as) => {
      const raw = rawOf(body);
      const headers = { ...bearer(as ?? token), ...headersOf(raw) };
      const request = { method, path, headers, content: raw?.bytes ?? null };
      for (let waitedSeconds = 0, breaks = 0, said = ""; ; ) {
        const { outcome, result } = await attempt(request);
        wasReached ||= outcome.kind !== "unreached";
        const next = decideNext(method, outcome, { waitedSeconds, breaks, wasReached });
        if (next.kind === "done") return result();
        if (next.why !== null && next.why !== said) waiting.say(next.why);
        said = next.why ?? said;
        breaks += outcome.kind === "broken" ? 1 : 0;
        waitedSeconds += next.seconds;
        await waiting.pause(next.seconds);
      }
    },
    close: () => agent.destroy(),
  };
}

/** One attempt: what it came to, and the answer or the error that it would end with. */
interface Attempted {
  readonly outcome: Outcome;
  readonly result: () => SynapseAnswer;
}

async function tryOnce(doing: () => Promise<Answer>): Promise<Attempted> {
  try {
    const { status, headers, content } = await doing();
    const body = parsed(content);
    const result = () => ({ status, body, server: String(headers.server ?? "") });
    if (status !== 429) return { outcome: { kind: "answered" }, result };
    const seconds = secondsAsked(headers["retry-after"], fieldsOf(body).retry_after_ms, new Date());
    return { outcome: { kind: "limited", seconds }, result };
  } catch (cause) {
    const kind = cause instanceof NotConnected ? "unreached" : "broken";
    const result = () => {
      throw noAnswer(kind, cause);
    };
    return { outcome: { kind }, result };
  }
}

function noAnswer(kind: "unreached" | "broken", cause: unknown): StackError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const what =
    kind === "unreached"
      ? "Synapse does not answer inside its container"
      : "The connection to Synapse broke before its answer, so it may have done this or not";
  return new StackError(`${what}: ${message}`, {
    cause,
    next: "See its state:  npx chatkeep status  Read its log:  npx chatkeep logs synapse",
  });
}

function bearer(token: Secret | null): Readonly<Record<string, string>> {
  return token === null ? {} : { authorization: `Bearer ${token.reveal()}` };
}

function rawOf(body: Json | RawBody | undefined): RawBody | null {
  if (body === undefined || body instanceof RawBody) return body ?? null;
  return new RawBody("application/json", Buffer.from(JSON.stringify(body)));
}

function headersOf(body: RawBody | null): Readonly<Record<string, string>> {
  return body === null ? {} : { "content-type": body.type, "content-length": String(body.bytes.length) };
}

function parsed(content: string): Json {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
