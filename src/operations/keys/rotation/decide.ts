import { Refusal, SettingsError } from "../../../errors.ts";
import { type Purpose, purposes } from "../../../keys/purposes.ts";
import type { SigningKey } from "../../../keys/signing-key.ts";
import type { Plan, ServiceRole } from "../../../plan/plan.ts";
import type { RetiredKey } from "./retired-keys.ts";
import { isRotation, rotations } from "./table.ts";

/** Key generations by purpose; what is not there is 0. */
export type Epochs = Readonly<Record<string, number>>;

/** What a rotation is decided on. */
export interface RotationFacts {
  readonly plan: Plan;
  /** As the stack file has them. */
  readonly epochs: Epochs;
  /** As they were at the last success. A higher number in the stack file is a rotation that did not come to its end. */
  readonly appliedEpochs: Epochs;
  /** The signing key of the running server. */
  readonly signingKey: SigningKey;
  readonly retired: readonly RetiredKey[];
  /** Whether the password pepper is one of an earlier master key. */
  readonly carriedPepper: boolean;
  readonly now: Date;
}

/** One purpose's way from one generation to another. */
export interface Turn {
  readonly purpose: Purpose;
  readonly from: number;
  readonly to: number;
  /** Whether the stack file names the new generation already. */
  readonly isBegun: boolean;
}

/** All that is done, and what people are told before they agree. */
export interface RotationPlan {
  readonly turns: readonly Turn[];
  /** The containers that are replaced, in the order in which they start. */
  readonly replaced: readonly ServiceRole[];
  /** The public half of the signing key that retires; null where it stays. */
  readonly retire: RetiredKey | null;
}

/** Decides the rotation of some purposes; refuses those that have no procedure. */
export function decideRotation(names: readonly string[], facts: RotationFacts): RotationPlan {
  const wanted = [...new Set(names.map(rotatingPurpose))];
  const turns = wanted.map((purpose) => turnOf(purpose, facts));
  return {
    turns,
    replaced: replacedWith(wanted, facts.plan),
    retire: wanted.includes("signingKey") ? retiring(facts.signingKey, facts.now) : null,
  };
}

/** How long after it was decided the old process may still sign: the settings allow a day, an `up` that was killed may be finished until then. */
export const retiredAfterHours = 12;

/** A key that retires: other servers accept what it signed until the old process has surely ended. */
export function retiring({ keyId, publicKey }: Pick<SigningKey, "keyId" | "publicKey">, now: Date): RetiredKey {
  return { keyId, publicKey, expired: now.getTime() + retiredAfterHours * 3_600_000 };
}

/** The services whose files change, and those that cannot do without one of them. */
export function replacedWith(wanted: readonly Purpose[], { services }: Plan): readonly ServiceRole[] {
  const replaced = new Set<ServiceRole>();
  for (const { role, needs, secretPurposes } of Object.values(services))
    if (
      secretPurposes.some((each) => wanted.some((purpose) => purpose === each)) ||
      needs.some((name) => replaced.has(name))
    )
      replaced.add(role);
  return [...replaced];
}

/** A purpose that a person named, if it is one that rotates. */
function rotatingPurpose(name: string): Purpose {
  const purpose = Object.keys(purposes).find((each): each is Purpose => each === name);
  if (purpose === undefined) throw unknownPurpose(name);
  const rotation = rotations[purpose];
  if (isRotation(rotation)) return purpose;
  throw new Refusal(`${purpose} is never rotated: ${rotation.refused}`, { next: rotation.next });
}

function turnOf(purpose: Purpose, { epochs, appliedEpochs }: RotationFacts): Turn {
  const [written, applied] = [epochs[purpose] ?? 0, appliedEpochs[purpose] ?? 0];
  const isBegun = written > applied;
  return { purpose, from: isBegun ? applied : written, to: isBegun ? written : written + 1, isBegun };
}

function unknownPurpose(name: string): SettingsError {
  const known = Object.entries(rotations).flatMap(([purpose, each]) => (isRotation(each) ? [purpose] : []));
  const write = `Write one of: ${known.join(", ")}.`;
  return new SettingsError([
    { file: null, line: null, key: "PURPOSE", found: `\`${name}\` is no secret of a server`, write },
  ]);
}
