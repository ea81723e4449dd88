import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import { type ImportDone, importTeam } from "../../../actions/team/roster/import.ts";
import { type InitDone, initRoster } from "../../../actions/team/roster/init.ts";
import { describeProblem } from "../../../errors.ts";
import { beginSession } from "../../session.ts";

/** `team init`: 3 where what was written must be corrected before it can be applied. */
export async function init(options: StackOptions): Promise<number> {
  const session = beginSession("team init", options);
  const done = await initRoster(session);
  const plan = onThisStack("team plan", session.stack);
  session.terminal.result(options.json ? JSON.stringify({ version: 1, ...done }) : initLines(done, plan).join("\n"));
  return done.problems.length > 0 ? 3 : 0;
}

function initLines(
  { file, members, spaces, rooms, example, notes, problems }: InitDone,
  plan: string,
): readonly string[] {
  if (example) {
    return [
      `The server has no accounts yet: ${file} is an example.`,
      "Write your people and rooms into it. Then:",
      `  ${plan}   # shows what it will do`,
    ];
  }
  return [
    `${file} holds ${counted({ members, spaces, rooms })}, as the server has them.`,
    ...notes.map((note) => `- ${note}`),
    ...(problems.length === 0 ? [] : ["Correct before it can be applied:", ...problems.map(describeProblem)]),
    "Add e-mail addresses and teams. Then:",
    `  ${plan}   # shows what it would change`,
  ];
}

/** How `team import` is called. */
export interface ImportOptions extends StackOptions {
  readonly admin: readonly string[];
  readonly dryRun: boolean;
}

/** `team import` */
export async function importFile(source: string, options: ImportOptions): Promise<number> {
  const session = beginSession("team import", options);
  const { text, ...done } = await importTeam(session, { source, admins: options.admin, dryRun: options.dryRun });
  const { paths, terminal, stack } = session;
  if (options.dryRun && !options.json) for (const line of done.left) terminal.note(line);
  const lines = options.dryRun ? [text] : importLines(done, paths.roster, onThisStack("team plan", stack));
  terminal.result(
    options.json
      ? JSON.stringify({ version: 1, file: paths.roster, written: !options.dryRun, ...done })
      : lines.join("\n"),
  );
  return 0;
}

function importLines({ added, known, left }: Omit<ImportDone, "text">, file: string, plan: string): readonly string[] {
  const { members, spaces, rooms } = added;
  const nothing = members + spaces + rooms === 0;
  return [
    nothing ? `Nothing was added to ${file}.` : `Added to ${file}: ${counted(added)}.`,
    ...(known === 0 ? [] : [`${known} were in it already, and stay as they are.`]),
    ...left,
    ...(nothing ? [] : ["Read it through. Then:", `  ${plan}   # shows what it will do`]),
  ];
}

function counted(counts: Readonly<Record<"members" | "spaces" | "rooms", number>>): string {
  const words = Object.entries(counts).map(([what, count]) => `${count} ${count === 1 ? what.slice(0, -1) : what}`);
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
