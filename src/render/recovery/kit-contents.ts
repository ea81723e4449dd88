import type { Secret } from "../../kinds/secret.ts";
import type { Plan } from "../../plan/plan.ts";

/** What a recovery kit is about; the secrets in it come from the command that writes it. */
export interface Kit {
  readonly plan: Plan;
  /** When it is written: a day, as 2026-11-29. */
  readonly date: string;
  /** The public id of the master key. */
  readonly keyId: string;
  /** The id of the key that this server signs with. */
  readonly signingKeyId: string;
  /** Where what belongs to the server lies, on the machine that it is run from. */
  readonly places: Readonly<Record<"stackFile" | "state" | "journal", string>>;
  readonly secret: KitSecret;
}

/** The whole key, or one holder's share of it. */
export type KitSecret =
  | { readonly kind: "words"; readonly words: Secret }
  | { readonly kind: "share"; readonly share: Secret; readonly holder: string; readonly of: SharePlace };

/** Which share it is. */
export interface SharePlace {
  readonly group: string;
  readonly index: number;
  readonly count: number;
  readonly threshold: number;
}
