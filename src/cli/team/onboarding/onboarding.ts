import { resolve } from "node:path";
import type { Session, StackOptions } from "../../../actions/session.ts";
import type { Delivered } from "../../../actions/team/onboarding/deliver.ts";
import { prepareHandOut, resetMemberPassword, writeSheetAgain } from "../../../actions/team/onboarding/hand-out.ts";
import { costOfReset, decideReset, decideSheet } from "../../../operations/team/onboarding/hand-out.ts";
import { printable } from "../../../render/printable.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import { beginSession } from "../../session.ts";
import { agreed, type YesOption } from "../../up/consent.ts";
import { deliveredLines } from "./text.ts";

/** How `team sheet` is called. */
export interface SheetOptions extends StackOptions, YesOption {
  readonly sheets: string;
}

/** `team sheet`: a new password or token, and a new sheet, for a member who never signed in. */
export async function sheet(name: string, options: SheetOptions): Promise<number> {
  const session = beginSession("team sheet", options);
  const prepared = await prepareHandOut(session, name);
  const { member } = prepared.facts;
  const what = decideSheet(prepared.facts) === "password" ? "initial password" : "registration token";
  const question = `Give ${called(member)} a new ${what} and a new sheet? An earlier sheet of theirs is not valid any more.`;
  if (!(await agreed(session.terminal, options, question))) return 1;
  const delivered = await writeSheetAgain(session, prepared, resolve(options.sheets));
  tell(session, options, delivered, [`${called(member)} has a new ${what}.`]);
  return 0;
}

/** How `team reset-password` is called. */
export interface ResetOptions extends SheetOptions {
  readonly signOut: boolean;
}

/** `team reset-password`: what it costs is said before it is asked. */
export async function resetPassword(name: string, options: ResetOptions): Promise<number> {
  const session = beginSession("team reset-password", options);
  const prepared = await prepareHandOut(session, name);
  const { member } = prepared.facts;
  decideReset(prepared.facts);
  const { signOut } = options;
  for (const line of [
    `A new password for ${called(member)}:`,
    ...costOfReset(prepared.facts, signOut).map((each) => `  ${each}`),
  ])
    session.terminal.note(line);
  if (!(await agreed(session.terminal, options, "Set a new password?"))) return 1;
  const delivered = await resetMemberPassword(session, prepared, { folder: resolve(options.sheets), signOut });
  tell(session, options, { ...delivered, signedOut: signOut }, [`${called(member)} has a new password.`]);
  return 0;
}

function called({ name, id }: RosterMember): string {
  return `${printable(name)} (${id})`;
}

function tell(
  { terminal }: Session,
  { json }: StackOptions,
  delivered: Delivered & { readonly signedOut?: boolean },
  lines: readonly string[],
): void {
  const text = [...lines, ...deliveredLines([delivered])].join("\n");
  terminal.result(json ? JSON.stringify({ version: 1, ...delivered }) : text);
}
