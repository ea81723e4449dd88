import type { Accounts } from "../../../../io/synapse/accounts.ts";
import type { Media } from "../../../../io/synapse/media.ts";
import type { RegistrationTokens } from "../../../../io/synapse/registration-tokens.ts";
import type { Rooms } from "../../../../io/synapse/rooms.ts";
import type { ServerName, UserId } from "../../../../kinds/names.ts";
import type { Secret } from "../../../../kinds/secret.ts";
import type { RosterPicture } from "../../../../settings/team/pictures.ts";
import type { RosterMember } from "../../../../settings/team/roster.ts";
import type { PerformingWorld } from "../../../steps/perform.ts";
import type { KeptRecord } from "../../record-file.ts";
import type { Welcome } from "../../welcome.ts";

/** What applying a roster needs. */
export interface TeamWorld extends PerformingWorld {
  readonly accounts: Pick<Accounts, "make" | "setPassword" | "setName" | "setAdmin" | "reactivate">;
  readonly rooms: Rooms;
  readonly media: Pick<Media, "upload">;
  /** Reads a picture, which must be the one that the roster was read with. */
  readonly bytesOf: (picture: RosterPicture) => Promise<Uint8Array>;
  readonly tokens: Pick<RegistrationTokens, "create" | "list" | "revoke">;
  readonly record: Pick<KeptRecord, "now" | "change">;
  readonly welcome: Welcome;
  readonly serverName: ServerName;
  readonly operator: UserId;
  readonly members: ReadonlyMap<UserId, RosterMember>;
  /** The rooms of aliases that are known so far; those that are made on the way are added. */
  readonly places: Map<string, string>;
  /** New secrets, and until when a new token holds. */
  readonly newPassword: () => Secret;
  readonly newToken: () => Secret;
  readonly tokenExpires: () => string;
  readonly now: () => Date;
  /** Takes all access from a member who left the roster. */
  readonly offboard: (user: UserId) => Promise<void>;
}
