import { resolve } from "node:path";
import { accountId } from "./actions/accounts/operate.ts";
import { auditRecovery } from "./actions/recovery/audit/audit.ts";
import { type Session, sessionFor } from "./actions/session.ts";
import { settledStack } from "./actions/stack/settings.ts";
import { type AppliedTeam, applyTeam as applyPrepared, planTeam as prepareTeam } from "./actions/team/apply/apply.ts";
import { offboard } from "./actions/team/offboard/with-report.ts";
import type { Delivered } from "./actions/team/onboarding/deliver.ts";
import { prepareHandOut, writeSheetAgain } from "./actions/team/onboarding/hand-out.ts";
import { statusOfTeam } from "./actions/team/status/status.ts";
import { terminalWithoutAnswers } from "./actions/terminal.ts";
import { Refusal } from "./errors.ts";
import { type Duration, parseDuration } from "./kinds/duration.ts";
import type { AuditReport } from "./operations/recovery/audit/report.ts";
import { consentTo, mustTypeNumber } from "./operations/team/apply/consent.ts";
import type { TeamPlan } from "./operations/team/apply/plan.ts";
import type { OffboardingReport } from "./operations/team/offboard/report.ts";
import { usualSheetFolder } from "./operations/team/onboarding/delivery.ts";
import type { TeamStatus } from "./operations/team/status/report.ts";

export type { AppliedTeam } from "./actions/team/apply/apply.ts";
export type { Delivered } from "./actions/team/onboarding/deliver.ts";
export { Refusal, SettingsError, StackError } from "./errors.ts";
export type { AuditReport } from "./operations/recovery/audit/report.ts";
export type { TeamPlan } from "./operations/team/apply/plan.ts";
export type { OffboardingReport } from "./operations/team/offboard/report.ts";
export type { TeamStatus } from "./operations/team/status/report.ts";

/** Which stack's team, and who hears what is being done. */
export interface TeamOptions {
  /** The name of the stack, such as `acme`: its roster is stacks/team.acme.yaml. */
  readonly stack: string;
  readonly onProgress?: (text: string) => void;
}

/** Where sheets are written, for their owner alone; `team-sheets` in the current folder where nothing is said. */
export interface SheetOptions extends TeamOptions {
  readonly sheets?: string;
}

/** What becomes of what members leave behind; it is kept and not erased where nothing is said. */
export interface LeftBehind {
  readonly history?: "keep" | "redact";
  readonly media?: "keep" | "delete";
  readonly erase?: boolean;
}

/** How a plan is applied. */
export interface ApplyOptions extends SheetOptions, LeftBehind {
  /** The plan that was read and agreed to. What takes something away and is not in it is refused. */
  readonly plan: TeamPlan;
  /** How many members leave; needed where they are more than three, or more than a tenth. */
  readonly leaving?: number;
  /** Members who were offboarded and whose accounts are opened again, such as `ada` or `@ada:acme.example`. */
  readonly reactivate?: readonly string[];
}

/** Compares the roster with the running server, and changes nothing: like `team plan`. */
export async function planTeam(options: TeamOptions): Promise<TeamPlan> {
  return (await prepareTeam(sessionOf("team plan", options))).plan;
}

/** Makes the server agree with the roster: like `team apply`. Gives what was handed out to newcomers, and who was offboarded. */
export async function applyTeam(options: ApplyOptions): Promise<AppliedTeam> {
  const { plan, leaving, reactivate = [], sheets } = options;
  if (mustTypeNumber(plan) && leaving !== plan.leaving.length) throw notSoMany(plan, leaving);
  const session = sessionOf("team apply", options);
  const prepared = await prepareTeam(session);
  const users = reactivate.map((name) => accountId(name, prepared.settled.plan.serverName));
  const departure = wishesIn(options);
  return await applyPrepared(session, prepared, {
    folder: folderOf(sheets),
    consent: consentTo(plan, users),
    departure,
  });
}

/** Gives a member who never signed in a new password or token, and a new sheet: like `team sheet`. */
export async function writeSheet(options: SheetOptions & { readonly member: string }): Promise<Delivered> {
  const session = sessionOf("team sheet", options);
  return await writeSheetAgain(session, await prepareHandOut(session, options.member), folderOf(options.sheets));
}

/** Who leaves. */
export interface OffboardOptions extends TeamOptions, LeftBehind {
  readonly member: string;
  /** Where the report is written; the stack's own folder where nothing is said. */
  readonly reports?: string;
}

/** Takes all access from a member, and proves it: like `team offboard`. Whether every proof holds is `report.lockedOut`. */
export async function offboardMember(
  options: OffboardOptions,
): Promise<{ readonly report: OffboardingReport; readonly files: readonly string[] }> {
  const { member, reports } = options;
  const session = sessionOf("team offboard", options);
  const settled = await settledStack(session);
  const user = accountId(member, settled.plan.serverName);
  const folder = reports === undefined ? null : resolve(reports);
  const { report, files } = await offboard(session, settled, { user, wishes: wishesIn(options), reports: folder });
  return { report, files };
}

/** How far every member has come, and what is on the server beside the roster: like `team status`. */
export async function teamStatus(options: TeamOptions): Promise<TeamStatus> {
  return await statusOfTeam(sessionOf("team status", options));
}

/** What members must meet, as durations such as `14 days`; as `recovery audit` has it where nothing is said. */
export interface AuditOptions extends TeamOptions {
  readonly readyWithin?: string;
  readonly staleAfter?: string;
}

/** Whether each account of a person could recover its messages, in the roster or not: like `recovery audit`. */
export async function auditTeam(options: AuditOptions): Promise<AuditReport> {
  const { readyWithin = "14 days", staleAfter = "90 days" } = options;
  const policy = { readyWithin: durationOf(readyWithin), staleAfter: durationOf(staleAfter) };
  return await auditRecovery(sessionOf("recovery audit", options), policy);
}

function wishesIn({ history = "keep", media = "keep", erase = false }: LeftBehind): Required<LeftBehind> {
  return { history, media, erase };
}

function sessionOf(command: string, { stack, onProgress = () => undefined }: TeamOptions): Session {
  return sessionFor(command, stack, terminalWithoutAnswers(onProgress));
}

function folderOf(sheets: string = usualSheetFolder): string {
  return resolve(sheets);
}

function durationOf(text: string): Duration {
  const found = parseDuration(text);
  if (found !== null) return found;
  throw new Refusal(`\`${text}\` is no duration`, { next: "Write one such as `14 days`." });
}

function notSoMany({ leaving: { length } }: TeamPlan, leaving: number | undefined): Refusal {
  return new Refusal(
    `${length} ${length === 1 ? "member leaves" : "members leave"}, and ${leaving === undefined ? "their number was not given" : `not ${leaving}`}. Nothing was changed`,
    {
      next: `Read the plan. If they are all to leave, give their number:  leaving: ${length}`,
    },
  );
}
