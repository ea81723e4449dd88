/** What one attempt at a request came to. */
export type Outcome =
  | { readonly kind: "answered" }
  /** 429: the server asks to come back later. */
  | { readonly kind: "limited"; readonly seconds: number }
  /** There was no connection, so nothing was sent. */
  | { readonly kind: "unreached" }
  /** The connection broke before the answer was whole: it may have been done, or not. */
  | { readonly kind: "broken" };

/** What went before, of one request; and whether Synapse was ever reached over these connections. */
export interface Past {
  readonly waitedSeconds: number;
  readonly breaks: number;
  readonly wasReached: boolean;
}

/** What follows: the outcome is handed on, or the request is sent again after that many seconds, for a reason to be shown. */
export type Next =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly seconds: number; readonly why: string | null };

/** The shortest wait: a server that asks for none would be asked again without an end. */
const shortestWaitSeconds = 0.25;

/** How long one request waits in all: longer than Synapse takes to start, and than its limits ask a person to wait. */
export const longestWaitSeconds = 120;

const done: Next = { kind: "done" };

/**
 * Whether a request is sent again. GET and PUT say the same when they are sent twice (RFC 9110, section 9.2.2), so they are
 * repeated once after a broken connection; POST and DELETE only where nothing was sent. A server that was reached before is starting
 * again and is waited for; one that was not is reported at once.
 */
export function decideNext(method: string, outcome: Outcome, { waitedSeconds, breaks, wasReached }: Past): Next {
  switch (outcome.kind) {
    case "answered":
      return done;
    case "limited":
      return waitedSeconds + outcome.seconds > longestWaitSeconds ? done : later(outcome.seconds);
    case "unreached":
      return wasReached && waitedSeconds < longestWaitSeconds ? { kind: "again", seconds: 1, why: whyStarting } : done;
    case "broken":
      return breaks === 0 && (method === "GET" || method === "PUT") ? { kind: "again", seconds: 0, why: null } : done;
    default:
      return outcome satisfies never;
  }
}

const whyStarting = "Synapse does not answer at the moment: waiting until it does";

function later(seconds: number): Next {
  return { kind: "again", seconds, why: `Synapse limits how often this can be done: waiting ${Math.ceil(seconds)} s` };
}

/**
 * How many seconds an answer 429 asks to wait: as its header says, or its body, whichever is longer, so that it is never too early
 * (Matrix client-server API, "Rate limiting"; RFC 9110, section 10.2.3). One second where neither says.
 */
export function secondsAsked(retryAfter: string | undefined, retryAfterMilliseconds: unknown, now: Date): number {
  const header = retryAfter === undefined ? Number.NaN : secondsIn(retryAfter, now);
  const body = typeof retryAfterMilliseconds === "number" ? retryAfterMilliseconds / 1_000 : Number.NaN;
  const said = [header, body].filter((seconds) => Number.isFinite(seconds) && seconds >= 0);
  return said.length === 0 ? 1 : Math.max(shortestWaitSeconds, ...said);
}

/** A number of seconds, or a date. */
function secondsIn(retryAfter: string, now: Date): number {
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now.getTime()) / 1_000;
}
