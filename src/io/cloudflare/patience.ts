import { setTimeout } from "node:timers/promises";
import { APIConnectionTimeoutError, APIError, APIUserAbortError } from "cloudflare/error";
import { StackError } from "../../errors.ts";

/** Cloudflare says no, and would say so again: nothing was changed. */
export class CloudflareRefusal extends StackError {
  readonly status: number;
  /** Cloudflare's own numbers (developers.cloudflare.com/api): the outer one and those in its chain. */
  readonly codes: readonly number[];
  constructor(doing: string, status: number, errors: readonly SaidError[]) {
    const said = errors.map(({ code, message }) => `${message} (${code})`).join("; ") || "no reason given";
    super(`${doing} failed: Cloudflare answered ${status}: ${said}`, { next: adviceFor(status) });
    this.status = status;
    this.codes = errors.map(({ code }) => code);
  }
}

/** One thing to be done at Cloudflare, in words such as `making the record A chat.acme.test`. */
export interface Attempt<Result> {
  readonly doing: string;
  /** Does it once. The signal ends it when it takes too long. */
  readonly once: (signal: AbortSignal) => Promise<Result>;
  /** Looks whether it was done, after an answer that leaves that open; null where it was not. Absent where doing it twice is the same. */
  readonly observe?: () => Promise<Result | null>;
}

/** How many attempts, how long each may take, and how to wait between them. */
export interface RetryLimits {
  readonly attempts: number;
  readonly secondsEach: number;
  /** The longest wait that Cloudflare may ask for in an answer 429. */
  readonly longestWait: number;
  /** Lets that many seconds pass. */
  readonly pause: (seconds: number) => Promise<unknown>;
}

/** Five attempts of fifteen seconds, and up to a minute where Cloudflare says when to come back; `cancelled` ends the waiting. */
export function usualPatience(cancelled?: AbortSignal): RetryLimits {
  const options = cancelled === undefined ? {} : { signal: cancelled };
  const pause = (seconds: number) => setTimeout(seconds * 1000, undefined, options);
  return { attempts: 5, secondsEach: 15, longestWait: 60, pause };
}

/**
 * Does something at Cloudflare, and again where the answer was 429, 5xx, half an answer or none. What may have been done all
 * the same is looked for before it is tried again, so that nothing is made twice.
 */
export async function persistently<Result>(
  { doing, once, observe }: Attempt<Result>,
  { attempts, secondsEach, longestWait, pause }: RetryLimits,
): Promise<Result> {
  let last = "";
  for (let number = 1; number <= attempts; number++) {
    try {
      return await once(AbortSignal.timeout(secondsEach * 1000));
    } catch (error) {
      const failure = judge(doing, error);
      if (failure.kind === "refused") throw failure.error;
      last = failure.why;
      const seconds = failure.kind === "later" ? failure.seconds : 2 ** (number - 2);
      if (seconds > longestWait) throw givenUp(doing, `${last}, and asked to retry after ${seconds} seconds`);
      if (number < attempts) await pause(seconds);
      const found = failure.kind === "unclear" ? ((await observe?.()) ?? null) : null;
      if (found !== null) return found;
    }
  }
  throw givenUp(doing, `${attempts} attempts got no clear answer; the last was ${last}`);
}

type SaidError = { readonly code: number; readonly message: string };

type Failure =
  | { readonly kind: "refused"; readonly error: CloudflareRefusal }
  | { readonly kind: "later"; readonly why: string; readonly seconds: number }
  | { readonly kind: "unclear"; readonly why: string };

/** What an error of the client means. Unless it is a clear refusal, the request may have been carried out. */
function judge(doing: string, error: unknown): Failure {
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError || isTimeout(error))
    return { kind: "unclear", why: "no answer in time" };
  if (!(error instanceof APIError) || error.status === undefined)
    return { kind: "unclear", why: `a broken connection (${messageOf(error)})` };
  const { status } = error;
  if (status === 429) return { kind: "later", why: "429, too many requests", seconds: retryAfter(error) };
  if (status >= 500 || status === 408)
    return { kind: "unclear", why: `${status} ${saidIn(error)[0]?.message ?? ""}`.trim() };
  return { kind: "refused", error: new CloudflareRefusal(doing, status, saidIn(error)) };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}

/** Seconds of `Retry-After` (RFC 9110, section 10.2.3); one where it is not said. */
function retryAfter({ headers }: APIError): number {
  const seconds = Number(headers?.get("retry-after") ?? 1);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 1;
}

/** The errors of Cloudflare's envelope, each with those in its chain. */
function saidIn({ error }: APIError): readonly SaidError[] {
  return listIn(error, "errors")
    .flatMap((each) => [each, ...listIn(each, "error_chain")])
    .flatMap(readError);
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  return Array.isArray(list) ? list : [];
}

function readError(value: unknown): readonly SaidError[] {
  if (typeof value !== "object" || value === null || !("code" in value)) return [];
  return [{ code: Number(value.code), message: "message" in value ? String(value.message) : "" }];
}

function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function givenUp(doing: string, why: string): StackError {
  return new StackError(`${doing} failed: Cloudflare did not answer clearly: ${why}`, {
    next: "Run the same command again: it checks first, so no record is created twice. For Cloudflare's state, see https://www.cloudflarestatus.com",
  });
}

function adviceFor(status: number): string {
  return status === 401 || status === 403
    ? "Give the token the permissions Zone: Read and DNS: Edit for this zone (https://dash.cloudflare.com/profile/api-tokens)."
    : "Correct the cause, then run the same command again.";
}
