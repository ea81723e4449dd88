import type { SheetSecret } from "../../render/team/onboarding/contents.ts";
import type { RosterMember } from "../../settings/team/roster.ts";

/** What a newcomer first signs in with. */
export type Credential = SheetSecret;

/** Hands a newcomer what they need: remembers it in the team's record, then writes the sheet or sends it. */
export type Welcome = (member: RosterMember, credential: Credential) => Promise<void>;
