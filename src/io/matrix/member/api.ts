import { setTimeout as pause } from "node:timers/promises";
import { StackError, StoppedOnRequest } from "../../../errors.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { decideNext, type Outcome, secondsAsked } from "../../synapse/patience.ts";

/** An answer of the client-server API. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A file that is on its way. */
export interface Download {
  readonly status: number;
  readonly body: Response["body"];
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A member's own way to their server. A 429 and a server that starts again are waited for, two minutes at most; GET and PUT are repeated once where the connection broke. */
export interface MemberApi {
  readonly baseUrl: string;
  /** `path` is what follows `/_matrix/client/`. */
  ask(method: Method, path: string, body?: object): Promise<Answer>;
  /** The same, and any status but 200 is an error that names what was asked for. */
  expect(what: string, method: Method, path: string, body?: object): Promise<Answer["body"]>;
  /** Begins a download; the caller reads it to its end. */
  download(path: string): Promise<Download>;
  /** The same as the holder of a token. */
  with(token: Secret): MemberApi;
  /** The same for what is done at the end, also after Ctrl-C. */
  until(signal: AbortSignal): MemberApi;
}

/** How a server is reached. */
export interface Way {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl: string;
  readonly token: Secret | null;
  /** Ends what is being asked and waited for. */
  readonly signal: AbortSignal;
}

/** How long an answer may take: a page of a large room takes seconds on a small server. Of a file only each part is waited for, by undici. */
const patienceMilliseconds = 120_000;

/** A member's way to a server. */
export function memberApi(way: Way): MemberApi {
  let wasReached = false;
  const api: MemberApi = {
    baseUrl: way.baseUrl,
    ask: async (method, path, body) => {
      const answer = await insist(way, method, { wasReached: () => wasReached }, async () => {
        const response = await request(way, method, path, body);
        wasReached = true;
        const text = await response.text();
        return { response, status: response.status, body: fieldsOf(parseJson(text)) };
      });
      return { status: answer.status, body: answer.body };
    },
    expect: async (what, method, path, body) => {
      const answer = await api.ask(method, path, body);
      if (answer.status === 200) return answer.body;
      throw new StackError(`The server did not give ${what}: ${saidBy(answer)}`, {
        next: "Run the same command again.",
      });
    },
    download: (path) =>
      insist(way, "GET", { wasReached: () => wasReached }, async () => {
        const response = await request(way, "GET", path, undefined, null);
        return { response, status: response.status, body: response.body };
      }),
    with: (token) => memberApi({ ...way, token }),
    until: (signal) => memberApi({ ...way, signal }),
  };
  return api;
}

/** What a server said when it did not do what it was asked. */
export function saidBy({ status, body: { errcode, error } }: Answer): string {
  return [status, errcode, error].filter((part) => typeof part === "number" || typeof part === "string").join(" ");
}

/** No redirect is followed: a token goes to the server that was named, and to no other. */
async function request(
  { fetch, baseUrl, token, signal }: Way,
  method: Method,
  path: string,
  body?: object,
  patience: number | null = patienceMilliseconds,
) {
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token.reveal()}` }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const signals = patience === null ? [signal] : [signal, AbortSignal.timeout(patience)];
  return await fetch(`${baseUrl}/_matrix/client/${path}`, {
    method,
    headers,
    ...content,
    redirect: "error",
    signal: AbortSignal.any(signals),
  });
}

interface Attempt {
  readonly response: Response;
  readonly status: number;
}

/** Asks until there is an answer to hand on, as `decideNext` says. */
async function insist<Result extends Attempt>(
  { baseUrl, signal }: Way,
  method: Method,
  past: { wasReached(): boolean },
  attempt: () => Promise<Result>,
): Promise<Result> {
  let waitedSeconds = 0;
  for (let breaks = 0; ; ) {
    const [result, outcome] = await outcomeOf(attempt);
    if (signal.aborted) throw stopped();
    const next = decideNext(method, outcome, { waitedSeconds, breaks, wasReached: past.wasReached() });
    if (next.kind === "done") {
      if (result instanceof Error) throw unreached(baseUrl, result);
      return result;
    }
    if (!(result instanceof Error)) await result.response.body?.cancel().catch(() => undefined);
    if (outcome.kind === "broken") breaks += 1;
    waitedSeconds += next.seconds;
    await pause(next.seconds * 1_000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw stopped();
  }
}

async function outcomeOf<Result extends Attempt>(
  attempt: () => Promise<Result>,
): Promise<readonly [Result | Error, Outcome]> {
  try {
    const result = await attempt();
    return [result, outcomeOfAnswer(result)];
  } catch (error) {
    const wrong = error instanceof Error ? error : new Error(String(error));
    return [wrong, { kind: isUnreached(wrong) ? "unreached" : "broken" }];
  }
}

/** A proxy answers 502 to 504 while the server behind it starts again. */
function outcomeOfAnswer({ response, status }: Attempt): Outcome {
  if (status >= 502 && status <= 504) return { kind: "unreached" };
  if (status !== 429) return { kind: "answered" };
  const header = response.headers.get("retry-after") ?? undefined;
  return { kind: "limited", seconds: secondsAsked(header, undefined, new Date()) };
}

const codesBeforeSending = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "ENETUNREACH"];

function isUnreached(error: Error): boolean {
  return codesBeforeSending.includes(String(fieldsOf(causeOf(error)).code ?? Reflect.get(causeOf(error), "code")));
}

function causeOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}

function stopped(): StoppedOnRequest {
  return new StoppedOnRequest("Stopped on request", { next: "To continue, run the same command again." });
}

function unreached(baseUrl: string, error: Error): StackError {
  const reason = causeOf(error).message;
  const next = /certificate|self.signed|issuer/i.test(reason)
    ? "Does the server have an authority of its own? Name its file:  --authority FILE"
    : "Is this the address that your app signs in at? Name it:  --server https://chat.acme.example  If it is, run the same command again later.";
  return new StackError(`${baseUrl} cannot be reached: ${reason}`, { cause: error, next });
}
