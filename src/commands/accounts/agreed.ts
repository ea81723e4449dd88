import type { Session } from "../session.ts";

/** For what takes something away. */
export interface YesOption {
  readonly yes: boolean;
}

/** Whether the person agrees, or has said so with `--yes`; without a terminal only the latter will do. */
export async function agreed({ terminal }: Session, { yes }: YesOption, question: string): Promise<boolean> {
  if (yes || (await terminal.confirm(question, { usually: false, flag: "--yes" }))) return true;
  terminal.note("Nothing was changed.");
  return false;
}
