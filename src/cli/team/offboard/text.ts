import { onThisStack, type Session } from "../../../actions/session.ts";
import type { PlannedOffboarding } from "../../../actions/team/offboard/offboard.ts";
import { describeStep } from "../../../operations/steps/table.ts";
import { type DepartureWishes, roomTitle } from "../../../operations/team/offboard/facts.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import { offboardTable } from "../../../operations/team/offboard/table.ts";
import { shownText } from "../../../render/shown-text.ts";

/** What an offboarding would do, a line for each step, and what the account closing does. */
export function planLines({ facts, steps }: PlannedOffboarding): readonly string[] {
  if (steps.length === 0) return [`${facts.user} is offboarded already. What is left is to prove it again.`];
  const removed = new Set(steps.flatMap((step) => (step.kind === "removeFromRoom" ? [step.room] : [])));
  const leaving = facts.rooms.filter(({ room }) => !removed.has(room));
  const shown = leaving.map((room) => `${roomTitle(room)}${room.name === null ? "" : ` (${shownText(room.name)})`}`);
  return [
    `To offboard ${facts.user}:`,
    ...steps.map((step, at) => `  ${String(at + 1).padStart(2)}. ${describeStep(step, offboardTable)}`),
    ...(shown.length === 0
      ? []
      : ["Rooms that they leave as the account is deactivated:", ...shown.map((room) => `      ${room}`)]),
  ];
}

/** What is asked before. Deactivation destroys the key backup, so an export has to come first. */
export function questionFor({ facts, steps }: PlannedOffboarding, wishes: DepartureWishes): string {
  const { user } = facts;
  if (steps.length === 0) return `Prove again that ${user} has no access?`;
  const also = [
    ...(wishes.history === "redact" ? ["redacts their messages"] : []),
    ...(wishes.media === "delete" ? ["deletes their files"] : []),
    ...(wishes.erase ? ["erases their profile"] : []),
  ];
  const more = also.length === 0 ? "" : ` It also ${also.join(" and ")}.`;
  const kept = `If they may keep their history, let them export it first, on their own machine:  npx chatkeep export --user ${user}`;
  return `Offboard ${user}? This cannot be undone: their secret storage and key backup are destroyed.${more} ${kept}`;
}

/** What was done and proven. */
export function outcomeLines(
  report: OffboardingReport,
  files: readonly string[],
  { stack, paths }: Pick<Session, "stack" | "paths">,
): readonly string[] {
  const { user, proofs, lockedOut, known, cannotBeUndone } = report;
  const failed = proofs.filter(({ holds }) => !holds);
  return [
    lockedOut
      ? `${user} is locked out: ${proofs.length} of ${proofs.length} proofs hold.`
      : `${user} is NOT proven to be locked out: ${failed.length} of ${proofs.length} proofs do not hold.`,
    ...failed.map(({ claim, found }) => `  ${claim}: not so, found ${found}.`),
    ...(lockedOut ? [] : [`Run the same command again. If it stays:  ${onThisStack("logs synapse", stack)}`]),
    "The signed report:",
    ...files.map((file) => `  ${file}`),
    `To check it later, and what changed since:  ${onThisStack(`team verify ${files[0] ?? "REPORT"}`, stack)}`,
    "What no server can take back, if they knew it:",
    ...known.map(({ what, replace }) => `  ${what}:  ${replace}`),
    "What stays:",
    ...cannotBeUndone.map((line) => `  ${line}`),
    `If they are in ${paths.roster}, remove them there too: the next \`team apply\` would want them back.`,
  ];
}

/** What to do while the backups do not know of an offboarding. */
export function unrecordedLines(waits: boolean, { stack }: Pick<Session, "stack">): readonly string[] {
  if (!waits) return [];
  return [
    "Erasure not yet recorded: the repository of backups could not be reached. A restore from an archive of before would bring back what was taken away.",
    `Record it once the repository can be reached:  ${onThisStack("backup now", stack)}`,
  ];
}
