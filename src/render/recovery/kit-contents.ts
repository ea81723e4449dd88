import type { Secret } from "../../kinds/secret.ts";
import type { Plan } from "../../plan/plan.ts";

/** What a recovery kit is about; the secrets in it come from the command that writes it. */
export interface Kit {
  readonly plan: Plan;
  /** When it is written: a day, as 2026-11-29. */
  readonly date: string;
  /** The release of chatkeep that writes it. */
  readonly version: string;
  /** The public id of the master key. */
  readonly keyId: string;
  /** The id of the key that this server signs with. */
  readonly signingKeyId: string;
  /** The public half of the key that signs evidence. */
  readonly evidenceKey: string;
  /** Whether passwords hang on a pepper of an earlier master key, which the stack file alone holds. */
  readonly carriesPepper: boolean;
  /** Where what belongs to the server lies, on the machine that it is run from; null is nowhere yet. */
  readonly places: Readonly<Record<"stackFile" | "state" | "journal", string>> & { readonly roster: string | null };
  readonly secret: KitSecret;
}

/** The whole key, or one holder's share of it. */
export type KitSecret =
  | { readonly kind: "words"; readonly words: Secret }
  | { readonly kind: "share"; readonly share: Secret; readonly holder: Holder; readonly of: SharePlace };

/** Who keeps a share: a name, a member's user ID, or both. */
export interface Holder {
  readonly name: string;
  readonly userId: string | null;
}

/** Which share it is. */
export interface SharePlace {
  readonly group: string;
  readonly index: number;
  readonly count: number;
  readonly threshold: number;
  /** The commitment in the share: 64 bits, 16 hexadecimal digits. */
  readonly commitment: string;
}
