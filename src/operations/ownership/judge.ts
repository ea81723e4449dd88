import type { VolumeMark } from "../../io/docker/volume-marks.ts";
import { hasThings, isKnownRunning, knownNames, type OwnershipFacts, presentData } from "./facts.ts";

/** Whose what the engine has under a stack's name is. */
export type Ownership =
  /** There is no data under this name, so no data can be lost. */
  | { readonly kind: "nothing" }
  /** This checkout's. `unknown` are data volumes that its state does not know and its key proves. */
  | { readonly kind: "own"; readonly unknown: readonly string[] }
  /** Nothing contradicts and nothing proves it: the stack may be observed, but not changed. */
  | { readonly kind: "unproven"; readonly volumes: readonly string[]; readonly because: "unmarked" | "closed" }
  /** Another server's, or another checkout's. */
  | { readonly kind: "foreign"; readonly because: Contradiction };

/** What shows that a stack is not this checkout's. */
export type Contradiction =
  | { readonly kind: "settings" }
  | { readonly kind: "server name"; readonly there: string; readonly here: string }
  /** `there` is the name of the server that has such data; null where its volumes do not say it. */
  | { readonly kind: "key" | "labels"; readonly there: string | null; readonly volumes: readonly string[] };

type Judgement = "known" | "proven" | "fresh" | "unmarked" | "closed" | "key" | "labels";

/** Decides whose a stack on an engine is: by state and ids where those settle it, else by the keys that its volumes name. Labels prove nothing; another stack's is enough to refuse. */
export function judgeOwnership(facts: OwnershipFacts): Ownership {
  const judged = presentData(facts).map((name) => ({ name, judgement: judgeVolume(name, facts) }));
  const those = (...kinds: readonly Judgement[]) =>
    judged.flatMap(({ name, judgement }) => (kinds.includes(judgement) ? [name] : []));
  if (isOtherSettings(facts)) return { kind: "foreign", because: { kind: "settings" } };
  if (judged.length === 0) return { kind: "nothing" };
  for (const kind of ["labels", "key"] as const)
    if (those(kind).length > 0)
      return { kind: "foreign", because: { kind, there: nameThere(facts), volumes: those(kind) } };
  const renamed = otherName(facts);
  if (renamed !== null) return { kind: "foreign", because: renamed };
  const open = [...those("unmarked", "closed"), ...(those("proven").length === 0 ? those("fresh") : [])];
  const because = those("closed").length > 0 ? "closed" : "unmarked";
  if (open.length > 0) return { kind: "unproven", volumes: open, because };
  const names = knownNames(facts.state);
  return { kind: "own", unknown: those("proven", "fresh").filter((name) => !names.has(name)) };
}

function judgeVolume(name: string, facts: OwnershipFacts): Judgement {
  const { engine, stack, state } = facts;
  const label = engine.volumes.find((each) => each.name === name)?.stack ?? null;
  if (label !== null && label !== stack) return "labels";
  if (isKnownRunning(facts)) return "known";
  const byKey = judgeByKey(facts.marks[name], facts);
  const isUnsaid = byKey === "unmarked" || byKey === "fresh";
  return isUnsaid && knownNames(state).has(name) ? "known" : byKey;
}

function judgeByKey(mark: VolumeMark | undefined, { settings, state }: OwnershipFacts): Judgement {
  const keyIds = mark?.keyIds ?? null;
  if (keyIds === null) return "fresh";
  if (keyIds.length === 0) return "unmarked";
  const key = settings?.key ?? (hasThings(state) ? "closed" : "none");
  if (key === "none") return "key";
  if (typeof key === "string") return "closed";
  return keyIds.includes(key.id) ? "proven" : "key";
}

/** The stack's state lies where this user's other checkouts keep theirs: it may have been made with another stack file. */
function isOtherSettings({ settings, state }: OwnershipFacts): boolean {
  if (settings === null || !hasThings(state)) return false;
  return settings.key === "none" || (settings.key === "closed" && !settings.sameSalt);
}

/** The name that was installed counts: what Pulumi remembers may be one that the installer refused. */
function otherName(facts: OwnershipFacts): Contradiction | null {
  const there = nameThere(facts);
  const here = facts.settings?.serverName ?? null;
  return there === null || here === null || there === here ? null : { kind: "server name", there, here };
}

function nameThere({ marks }: OwnershipFacts): string | null {
  return Object.values(marks).find(({ serverName }) => serverName !== null)?.serverName ?? null;
}
