import { resolve } from "node:path";
import { accountId } from "../../../actions/accounts/operate.ts";
import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import { hasUnrecordedErasures } from "../../../actions/stack/bundle/erasures.ts";
import { applyTeam, type PreparedTeam, planTeam } from "../../../actions/team/apply/apply.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { Refusal } from "../../../errors.ts";
import { consentTo, mustTypeNumber, refuseUnnamed } from "../../../operations/team/apply/consent.ts";
import { isDestructive } from "../../../operations/team/apply/plan.ts";
import { beginSession } from "../../session.ts";
import { namingStack } from "../../terminal/naming-stack.ts";
import { agreed, type YesOption } from "../../up/consent.ts";
import { unrecordedLines } from "../offboard/text.ts";
import { showApplied, showTeamPlan } from "./text.ts";

/** `team plan`: says what would change, and changes nothing. */
export async function plan(options: StackOptions): Promise<number> {
  const session = beginSession("team plan", options);
  const { plan } = await planTeam(session);
  const next = plan.steps.length === 0 ? [] : ["", `To do all this:  ${onThisStack("team apply", session.stack)}`];
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, ...plan })
      : namingStack([...showTeamPlan(plan), ...next].join("\n"), session.stack),
  );
  return 0;
}

/** How `team apply` is called. */
export interface ApplyOptions extends StackOptions, YesOption {
  readonly sheets: string;
  readonly leaving: number | undefined;
  readonly reactivate: readonly string[] | undefined;
}

/** `team apply`: shows the plan, asks, and makes the server agree with the roster; 3 where the backups do not know of who left yet. */
export async function apply(options: ApplyOptions): Promise<number> {
  const session = beginSession("team apply", options);
  const prepared = await planTeam(session);
  const { plan, settled } = prepared;
  const reactivate = (options.reactivate ?? []).map((name) => accountId(name, settled.plan.serverName));
  const consent = consentTo(plan, reactivate);
  refuseUnnamed(plan, consent);
  if (plan.steps.length === 0) {
    session.terminal.result(
      options.json
        ? JSON.stringify({ version: 1, changed: false, ...plan, sheets: [] })
        : namingStack(showTeamPlan(plan).join("\n"), session.stack),
    );
    return 0;
  }
  session.terminal.note([...showTeamPlan(plan), ""].join("\n"));
  if (!(await areAgreed(session.terminal, prepared, options))) return 1;
  const applied = await applyTeam(session, prepared, { folder: resolve(options.sheets), consent, departure });
  const done = {
    version: 1,
    changed: true,
    ...applied.plan,
    sheets: applied.delivered,
    departures: applied.departures,
  };
  const waits = applied.departures.length > 0 && (await hasUnrecordedErasures(session, settled.plan));
  const lines = [...showApplied(applied), ...unrecordedLines(waits, session)];
  session.terminal.result(options.json ? JSON.stringify({ ...done, recordedInBackups: !waits }) : lines.join("\n"));
  return waits ? 3 : 0;
}

/** As `team offboard` does without flags; what they wrote and sent stays for those who remain. */
const departure = { history: "keep", media: "keep", erase: false } as const;

/** Many leaving at once need their number; the rest a yes. */
async function areAgreed(terminal: Terminal, { plan }: PreparedTeam, options: ApplyOptions): Promise<boolean> {
  if (mustTypeNumber(plan)) await askNumber(terminal, plan.leaving.length, options.leaving);
  const takes = plan.steps.filter(isDestructive).length;
  const question =
    takes === 0 ? "Apply the roster?" : `Apply the roster, with the ${takes} steps that take something away?`;
  return agreed(terminal, { yes: options.yes, usually: takes === 0 }, question);
}

async function askNumber(terminal: Terminal, count: number, written: number | undefined): Promise<void> {
  const question = `${count === 1 ? "1 member loses" : `${count} members lose`} their access for good. Type how many leave, to continue:`;
  const flag = "--leaving NUMBER";
  const typed = written === undefined ? await terminal.text(question, { flag }) : String(written);
  if (typed.trim() === String(count)) return;
  throw new Refusal(
    `${count === 1 ? "1 member leaves" : `${count} members leave`}, and not ${typed}. Nothing was changed`,
    {
      next: "Read the plan: if they are to stay, put them back into the roster. Else run the command again with the right number.",
    },
  );
}
