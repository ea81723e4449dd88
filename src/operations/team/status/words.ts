import type { Stage } from "./member.ts";

/** How a stage is called, what it means, and what to do; `next` without a command where there is nothing to do. */
export interface StageWords {
  readonly label: string;
  readonly meaning: string;
  readonly advice: string;
}

/** The words for each stage, in the order in which members go through them. */
export const stageWords: Readonly<Record<Stage, StageWords>> = {
  noAccount: {
    label: "no account",
    meaning: "The member is in the roster and has no account yet.",
    advice: "Apply the roster: `npx chatkeep team apply`.",
  },
  notInvited: {
    label: "not invited",
    meaning: "There is an account, but no sheet was written for it, and no one has signed in to it.",
    advice: "Apply the roster again, which writes one: `npx chatkeep team apply`.",
  },
  invited: {
    label: "invited",
    meaning: "A sheet was written for the member, who has not signed in yet.",
    advice: "Ask whether they have their sheet. A new one, with a new password: `npx chatkeep team sheet MEMBER`.",
  },
  signedIn: {
    label: "signed in",
    meaning: "The member signed in, and could not recover their messages yet. RECOVERY says what is missing.",
    advice: "Remind them once their time is over: `npx chatkeep team remind`.",
  },
  ready: {
    label: "ready",
    meaning: "The member signed in, and could recover their messages after losing every device.",
    advice: "Nothing, as long as they still have their recovery key.",
  },
  locked: {
    label: "locked",
    meaning: "The account is locked: the member can neither sign in nor use the sessions they have.",
    advice: "Undo it with `npx chatkeep team unlock MEMBER`, or take the member out of the roster.",
  },
  deactivated: {
    label: "deactivated",
    meaning: "The account was closed for good, though the member is in the roster.",
    advice: "Take the member out of the roster, or give them another user ID.",
  },
};
