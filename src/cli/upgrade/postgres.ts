import type { Session, StackOptions } from "../../actions/session.ts";
import { deleteOldClusters } from "../../actions/upgrade/delete-old.ts";
import { rollBackPostgres } from "../../actions/upgrade/roll-back.ts";
import { upgradePostgres } from "../../actions/upgrade/upgrade.ts";
import type { UpgradeResult } from "../../actions/upgrade/wishes.ts";
import { Refusal } from "../../errors.ts";
import { newestPostgres, postgresVersions } from "../../kinds/postgres-version.ts";
import { beginSession } from "../session.ts";
import { agreed } from "../up/consent.ts";
import { showDeleted, showOld, showRollBack, showRolledBack } from "./back-text.ts";
import { showPlan, showRehearsal, showResult } from "./text.ts";

/** How `upgrade postgres` is called. */
export interface UpgradeOptions extends StackOptions {
  readonly to: string;
  readonly dryRun: boolean;
  readonly rehearse: boolean;
  readonly rollBack: boolean;
  readonly deleteOld: boolean;
  readonly yesDeleteOld?: string;
  readonly yes: boolean;
}

/** Upgrades, or does the part of it that is asked for. */
export async function upgradeVerb(options: UpgradeOptions): Promise<number> {
  const session = beginSession("upgrade postgres", options);
  if (options.rollBack) return rollBack(session, options);
  if (options.deleteOld || options.yesDeleteOld !== undefined) return deleteOld(session, options);
  return upgrade(session, options);
}

async function upgrade(session: Session, options: UpgradeOptions): Promise<number> {
  const { terminal, stack } = session;
  const to = postgresVersions.find((version) => String(version) === options.to) ?? newestPostgres;
  const until = options.dryRun ? "dry run" : options.rehearse ? "rehearse" : "upgrade";
  const result = await upgradePostgres(
    session,
    { to, until, before: null },
    {
      show: (plan) => terminal.note(showPlan(plan)),
      agreed: (plan, rehearsal) => {
        terminal.note(showRehearsal(rehearsal));
        return agreed(terminal, options, `Upgrade to Postgres ${plan.route.to} now?`);
      },
    },
  );
  if (result === null) return 1;
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...result }) : showResult(stack, result));
  return isRefused(result) ? 3 : 0;
}

function isRefused(result: UpgradeResult): boolean {
  return result.kind === "dry run" && (result.plan?.findings.some(({ kind }) => kind === "refuses") ?? false);
}

async function rollBack(session: Session, options: UpgradeOptions): Promise<number> {
  const { terminal, stack } = session;
  const done = await rollBackPostgres(session, (plan) => {
    terminal.note(showRollBack(plan));
    return agreed(terminal, options, `Go back to Postgres ${plan.to}?`);
  });
  if (done === null) return 1;
  const document = { version: 1, kind: "rolled back", ...done };
  terminal.result(options.json ? JSON.stringify(document) : showRolledBack(stack, done));
  return 0;
}

async function deleteOld(session: Session, options: UpgradeOptions): Promise<number> {
  const { terminal, stack } = session;
  const folders = await deleteOldClusters(session, async (found) => {
    terminal.note(showOld(found));
    await confirm(session, options);
  });
  const document = { version: 1, stack, kind: "deleted", folders };
  terminal.result(options.json ? JSON.stringify(document) : showDeleted(folders));
  return 0;
}

/** Deletion is for good: the stack's name is typed. */
async function confirm({ terminal, stack }: Session, { yesDeleteOld }: UpgradeOptions): Promise<void> {
  const flag = `--yes-delete-old ${stack}`;
  const question = `Type the stack's name, ${stack}, to delete them for good:`;
  const typed = yesDeleteOld ?? (await terminal.text(question, { flag }));
  if (typed === stack) return;
  throw new Refusal(`\`${typed}\` is not \`${stack}\`, so nothing was deleted`, {
    next: `Type the name of the stack:  ${flag}`,
  });
}
