/** Something that goes wrong with a request. */
export type FaultKind =
  /** 429 with `Retry-After`. */
  | "too many"
  /** 500 with Cloudflare's envelope. */
  | "broken"
  /** 502 with a page of HTML, as an edge server gives it. */
  | "bad gateway"
  /** No answer at all: the connection stays open until the caller gives up. */
  | "silence"
  /** Half of the answer, then the end of the connection. */
  | "half"
  /** Half of the answer, and no more of it until the caller gives up. */
  | "stalled"
  /** The end of the connection before any answer. */
  | "cut";

/** A fault to be injected. */
export interface Fault {
  readonly kind: FaultKind;
  /** Such as `POST`; every method where it is absent. */
  readonly method?: string;
  /** A part of the path, such as `/dns_records`; every path where it is absent. */
  readonly path?: string;
  /** How many requests it meets; one where it is absent. */
  readonly times?: number;
  /** Whether what was asked for is done all the same, so that only its answer is lost; where half of that comes, it always is. */
  readonly applied?: boolean;
  /** Seconds that a 429 asks to wait; 1 where absent. */
  readonly retryAfter?: number;
}

/** The faults still to come, in their order. */
export class Faults {
  #open: { readonly fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    this.#open.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets faults that met no request. */
  clear(): void {
    this.#open = [];
  }

  /** The fault that meets this request; null for none. */
  take(method: string, path: string): Fault | null {
    const met = this.#open.find(({ fault }) => (fault.method ?? method) === method && path.includes(fault.path ?? ""));
    if (met === undefined) return null;
    met.left--;
    this.#open = this.#open.filter(({ left }) => left > 0);
    return met.fault;
  }
}
