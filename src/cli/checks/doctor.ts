import { type DoctorWishes, examineBefore } from "../../actions/checks/doctor.ts";
import type { StackOptions } from "../../actions/session.ts";
import { exitCodeOf } from "../../operations/checks/finding.ts";
import { beginSession } from "../session.ts";
import { showFindings } from "./findings-text.ts";

/** How `doctor` is called. */
export type DoctorOptions = StackOptions & DoctorWishes;

/** Checks what would stop `up` or a public server. Changes nothing. 3 when something is wrong. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const session = beginSession("doctor", options);
  const { plan, findings } = await examineBefore(session, options);
  if (options.json) session.terminal.result(JSON.stringify({ version: 1, stack: session.stack, findings }));
  else session.terminal.result(showFindings(`What ${session.stack} needs, ${plan.baseUrl}:`, findings));
  return exitCodeOf(findings);
}
