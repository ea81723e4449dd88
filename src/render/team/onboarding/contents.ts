import type { UserId } from "../../../kinds/names.ts";
import type { Secret } from "../../../kinds/secret.ts";
import type { Plan } from "../../../plan/plan.ts";

/** What a member first signs in with; `expires` is an ISO time. */
export type SheetSecret =
  | { readonly kind: "password"; readonly password: Secret }
  | { readonly kind: "token"; readonly token: Secret; readonly expires: string };

/** Why a member gets a sheet: they are new, or they have a new password, with their devices still signed in or not. */
export type Occasion = "new member" | "new password" | "new password, signed out";

/** Where the words stand: on the sheet, which holds the secret, or in a mail, which may. */
export type Medium = "sheet" | "mail" | "mail without the secret";

/** What a sheet or a mail is made of. */
export interface Onboarding {
  readonly plan: Plan;
  readonly member: { readonly id: UserId; readonly name: string };
  readonly occasion: Occasion;
  readonly credential: SheetSecret;
  /** The day it is written, such as `2026-11-30`. */
  readonly date: string;
}
