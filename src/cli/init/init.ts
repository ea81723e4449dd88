import { writeSettings } from "../../actions/init.ts";
import { onThisStack } from "../../actions/session.ts";
import { beginSession } from "../session.ts";
import { processTerminal } from "../terminal/prompts.ts";
import type { InitFlags } from "./init-flags.ts";
import { askSettings } from "./init-questions.ts";

/** How `init` is called: every question has a flag. */
export interface InitOptions extends InitFlags {
  readonly stack: string | undefined;
  readonly json: boolean;
}

/** Asks for what a new server needs and writes its settings, with comments. */
export async function init(options: InitOptions): Promise<number> {
  const name =
    options.stack ?? (await processTerminal().text("Name of this stack:", { usually: "main", flag: "--stack" }));
  const session = beginSession("init", { stack: name });
  const { paths, terminal } = session;
  await writeSettings(session, () => askSettings(terminal, options));
  terminal.result(
    options.json
      ? JSON.stringify({ version: 1, stack: name, file: paths.stackFile })
      : [
          `The settings are in ${paths.stackFile}, with explanations.`,
          "Next:",
          `  ${onThisStack("doctor", name)}   # checks what it needs`,
          `  ${onThisStack("up", name)}       # shows what it will create, asks, and creates it`,
        ].join("\n"),
  );
  return 0;
}
