import { type Purpose, purposes } from "../../../keys/purposes.ts";
import type { ServiceRole } from "../../../plan/plan.ts";
import { type RotationFacts, replacedWith } from "./decide.ts";
import type { RetiredKey } from "./retired-keys.ts";
import { isRotation, rotations } from "./table.ts";

/** One secret that follows from the master key, without the secret. */
export interface ListedKey {
  readonly purpose: Purpose;
  readonly what: string;
  /** null for what has no generations. */
  readonly epoch: number | null;
  /** Whether the stack file names a generation that is not applied yet. */
  readonly isBegun: boolean;
  /** What replacing it does; null where it is never replaced by itself. */
  readonly rotating: { readonly replaced: readonly ServiceRole[]; readonly notices: readonly string[] } | null;
  /** Why it is never replaced by itself; null where it is. */
  readonly refused: string | null;
}

/** All keys of a stack, nothing of them secret. */
export interface ListedKeys {
  /** The public id of the master key. */
  readonly keyId: string;
  readonly signingKeyId: string;
  /** Its public half, in unpadded base64: others verify this server's events by it. */
  readonly signingPublicKey: string;
  readonly keys: readonly ListedKey[];
  readonly retired: readonly RetiredKey[];
  /** Whether the password pepper is one of an earlier master key: then the stack file holds it, and words alone do not bring it back. */
  readonly carriedPepper: boolean;
}

/** Lists every purpose there is. */
export function listKeys(keyId: string, facts: RotationFacts): ListedKeys {
  const { retired, signingKey, carriedPepper } = facts;
  const keys = (Object.keys(purposes) as Purpose[]).map((purpose) => listed(purpose, facts));
  return {
    keyId,
    signingKeyId: signingKey.keyId,
    signingPublicKey: signingKey.publicKey,
    keys,
    retired,
    carriedPepper,
  };
}

function listed(purpose: Purpose, { plan, epochs, appliedEpochs }: RotationFacts): ListedKey {
  const rotation = rotations[purpose];
  const { what } = rotation;
  if (!isRotation(rotation))
    return { purpose, what, epoch: null, isBegun: false, rotating: null, refused: rotation.refused };
  const [written, epoch] = [epochs[purpose] ?? 0, appliedEpochs[purpose] ?? 0];
  const rotating = { replaced: replacedWith([purpose], plan), notices: rotation.notices(plan) };
  return { purpose, what, epoch, isBegun: written > epoch, rotating, refused: null };
}
