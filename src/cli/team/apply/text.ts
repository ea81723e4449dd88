import type { AppliedTeam } from "../../../actions/team/apply/apply.ts";
import { countSteps, showSteps } from "../../../operations/team/apply/performing/summary.ts";
import { isDestructive, type TeamPlan } from "../../../operations/team/apply/plan.ts";

const mostNotes = 20;

/** A plan in words and counts, with what takes something away apart. */
export function showTeamPlan({ steps, notes }: TeamPlan): readonly string[] {
  const makes = steps.filter((step) => !isDestructive(step));
  const takes = steps.filter(isDestructive);
  return [
    ...(steps.length === 0 ? ["The server agrees with the roster: there is nothing to do."] : []),
    ...part("To make and to change", makes.length, showSteps(makes)),
    ...part("TO TAKE AWAY", takes.length, showSteps(takes)),
    ...(steps.length === 0 ? [] : ["", countSteps(steps)]),
    ...part(
      "Left as it is",
      notes.length,
      notes
        .slice(0, mostNotes)
        .map(({ text }) => text)
        .concat(notes.length > mostNotes ? [`and ${notes.length - mostNotes} more`] : []),
    ),
  ];
}

function part(title: string, count: number, lines: readonly string[]): readonly string[] {
  return count === 0 ? [] : ["", `${title} (${count}):`, ...lines.map((line) => `  ${line}`)];
}

/** What was done, who got a mail, and where the other newcomers' sheets are. */
export function showApplied({ plan, delivered, departures }: AppliedTeam): readonly string[] {
  const mailed = delivered.flatMap(({ user, mailedTo }) => (mailedTo === null ? [] : [`${user} (${mailedTo})`]));
  const unsent = delivered.flatMap(({ user, mailProblem }) =>
    mailProblem === null ? [] : [`${user}: ${mailProblem}`],
  );
  return [
    `Done: ${plan.steps.length} steps. The server agrees with the roster.`,
    ...part("A mail with the first steps was sent to", mailed.length, mailed),
    ...part("No mail could be sent, so a sheet was written", unsent.length, unsent),
    ...part(
      "Offboarded, each with a signed report",
      departures.length,
      departures.map(({ user, files }) => `${user}: ${files.join(" ")}`),
    ),
    ...sheetLines(delivered),
  ];
}

function sheetLines(delivered: AppliedTeam["delivered"]): readonly string[] {
  const written = delivered.filter(({ files }) => files.length > 0);
  const folder = written[0]?.files[0]?.replace(/[^/\\]*$/, "");
  if (folder === undefined) return [];
  const what = written.length === 1 ? "A sheet with a secret is" : `${written.length} sheets, each with a secret, are`;
  return ["", `${what} in ${folder}. Hand each to its member alone, then delete the folder:`, `  rm -r ${folder}`];
}
