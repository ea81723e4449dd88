import type { AppliedTeam } from "../../../actions/team/apply/apply.ts";
import { countSteps, showSteps } from "../../../operations/team/apply/performing/summary.ts";
import { isDestructive, type TeamPlan } from "../../../operations/team/apply/plan.ts";
import { deliveredLines } from "../onboarding/text.ts";

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

/** What was done, and what each newcomer got. */
export function showApplied({ plan, delivered, departures }: AppliedTeam): readonly string[] {
  return [
    `Done: ${plan.steps.length === 1 ? "1 step" : `${plan.steps.length} steps`}. The server agrees with the roster.`,
    ...part(
      "Offboarded, each with a signed report",
      departures.length,
      departures.map(({ user, files }) => `${user}: ${files.join(" ")}`),
    ),
    ...(delivered.length === 0 ? [] : ["", ...deliveredLines(delivered)]),
  ];
}
