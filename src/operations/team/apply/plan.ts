import type { UserId } from "../../../kinds/names.ts";
import type { TeamStep } from "./steps.ts";

/** Something that was found and is left as it is. */
export interface TeamNote {
  readonly what:
    | "unknown-account"
    | "locked-account"
    | "waiting-for-sign-up"
    | "room-not-in-roster"
    | "banned"
    | "unknown-in-room"
    | "stays-creator"
    | "stays-encrypted"
    | "stays-powerful"
    | "other-kind";
  /** The account or the alias. */
  readonly about: string;
  readonly text: string;
}

/** What applying a roster would do. */
export interface TeamPlan {
  readonly steps: readonly TeamStep[];
  readonly notes: readonly TeamNote[];
  /** Members who leave, with every step of it their own. */
  readonly leaving: readonly UserId[];
  /** Members of the roster whose accounts were deactivated. */
  readonly returning: readonly UserId[];
  /** How many members the team has, with those who leave. */
  readonly members: number;
}

/** What takes something away: shown apart, and asked for. */
export function isDestructive({ kind }: TeamStep): boolean {
  return (
    kind === "remove" ||
    kind === "takeLeave" ||
    kind === "offboard" ||
    kind === "forget" ||
    kind === "endAdmin" ||
    kind === "takeFromSpace"
  );
}
