import { Resolver } from "node:dns/promises";

/** What name servers answer for one name. */
export interface Answers {
  readonly a: readonly string[];
  readonly aaaa: readonly string[];
  /** As zone files have it: `PRIORITY WEIGHT PORT TARGET` (RFC 2782). */
  readonly srv: readonly string[];
  /** Who may issue certificates: the records of the nearest name upwards that has any (RFC 8659, section 3). */
  readonly caa: readonly CaaRecord[];
}

/** One CAA record: its tag, such as `issue`, and its value (RFC 8659, section 4). */
export interface CaaRecord {
  /** The name that has it. */
  readonly at: string;
  readonly tag: string;
  readonly value: string;
}

/** The answers by name. */
export type Lookups = Readonly<Record<string, Answers>>;

/** Resolvers that anyone may ask, of three operators: what they answer is what the world sees. */
export const publicResolvers = ["1.1.1.1", "9.9.9.9", "8.8.8.8"] as const;

/** Asks these resolvers (this machine's own when null) about names; no answer at all is an error, an empty one is none. */
export async function lookUp(
  resolvers: readonly string[] | null,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Lookups> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (resolvers !== null) resolver.setServers(resolvers);
  signal.addEventListener("abort", () => resolver.cancel());
  const found = await Promise.all(names.map(async (name) => [name, await answersFor(resolver, name)] as const));
  return Object.fromEntries(found);
}

async function answersFor(resolver: Resolver, name: string): Promise<Answers> {
  const isService = name.startsWith("_");
  const [a, aaaa, srv, caa] = await Promise.all([
    isService ? [] : orNone(resolver.resolve4(name)),
    isService ? [] : orNone(resolver.resolve6(name)),
    isService ? orNone(resolver.resolveSrv(name)) : [],
    isService ? [] : relevantCaa(resolver, name),
  ]);
  const written = srv.map((each) => `${each.priority} ${each.weight} ${each.port} ${each.name}`);
  return { a: a.toSorted(), aaaa: aaaa.toSorted(), srv: written.toSorted(), caa };
}

async function relevantCaa(resolver: Resolver, name: string): Promise<readonly CaaRecord[]> {
  const found = await orNone(resolver.resolveCaa(name));
  if (found.length === 0) return name.includes(".") ? relevantCaa(resolver, name.slice(name.indexOf(".") + 1)) : [];
  return found.flatMap((record) =>
    Object.entries(record).flatMap(([tag, value]) =>
      tag === "critical" || tag === "type" ? [] : [{ at: name, tag, value: String(value) }],
    ),
  );
}

/** There is no such name, or nothing of that kind under it: that is an answer. */
async function orNone<Found>(asked: Promise<readonly Found[]>): Promise<readonly Found[]> {
  try {
    return await asked;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw new Error(`name servers do not answer (${code ?? error})`, { cause: error });
  }
}
