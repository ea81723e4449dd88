import type { Json } from "../../kinds/json.ts";

/** What chatkeep guarantees about every server, as a part of a message. */
export const guarantees = {
  members: "only people that an administrator allowed have an account",
  inside: "the administration and internal interfaces cannot be reached from outside",
  keys: "keys and secrets are derived from the master key and are not in a settings file",
  checked: "other servers are verified by their certificates",
  guesses: "passwords and tokens cannot be guessed faster than Synapse's defaults allow",
  addresses: "only the administrator can make this server connect to a private address",
  federation: "federation is as `chatkeep:federation` says",
  code: "only Synapse's and chatkeep's code runs in the server",
  privacy: "only members see what members write and who they are",
  whole: "chatkeep decides how the parts of a stack are connected",
} as const;

/** A guarantee by its name. */
type Guarantee = keyof typeof guarantees;

/** A homeserver.yaml option that would break a guarantee. `path` has dots for groups and includes everything below it. */
export interface Guard {
  readonly path: string;
  readonly guarantee: Guarantee;
  /** What to do instead, as a whole sentence. */
  readonly instead: string;
  /** The values that break nothing; if absent, every value is refused. */
  readonly allow?: readonly Json[];
  /** The smallest number that breaks nothing. */
  readonly atLeast?: number;
  /** The largest one. */
  readonly atMost?: number;
}

/** Whether every value of an option is refused. */
export function isClosed({ allow, atLeast, atMost }: Guard): boolean {
  return allow === undefined && atLeast === undefined && atMost === undefined;
}

/** Guards of options that are refused whatever they say. */
export function refuse(guarantee: Guarantee, instead: string, ...paths: readonly string[]): readonly Guard[] {
  return paths.map((path) => ({ path, guarantee, instead }));
}

/** A guard of an option that may have these values alone. */
export function only(guarantee: Guarantee, path: string, ...allow: readonly Json[]): Guard {
  const words = allow.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  return { path, guarantee, instead: `Delete it, or write ${words}.`, allow };
}

/** A limit of attempts (Synapse, `rc_*`) that may become stricter alone. */
export function atMost(path: string, perSecond: number, burst: number): readonly Guard[] {
  return Object.entries({ per_second: perSecond, burst_count: burst }).map(([name, most]) => ({
    path: `${path}.${name}`,
    guarantee: "guesses",
    instead: `Write \`${most}\` or less.`,
    atMost: most,
  }));
}
