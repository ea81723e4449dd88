/** Where sheets go where no other folder is named. */
export const usualSheetFolder = "team-sheets";

/** How a member gets what they sign in with. */
export interface Delivery {
  /** Where a mail goes, and whether it holds the secret; null is no mail. */
  readonly mail: { readonly to: string; readonly holdsSecret: boolean } | null;
  /** Whether a sheet with the secret is written: where no mail holds it. */
  readonly sheet: boolean;
}

/** Decides it from the member's address and from what chatkeep:mail allows; null is no mail server. */
export function decideDelivery(email: string | null, mail: { readonly passwords: boolean } | null): Delivery {
  if (mail === null || email === null) return { mail: null, sheet: true };
  return { mail: { to: email, holdsSecret: mail.passwords }, sheet: !mail.passwords };
}
