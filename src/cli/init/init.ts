import { beginSession, onThisStack } from "../../actions/stack/session.ts";
import { settingsMissing } from "../../actions/stack/settings.ts";
import { Refusal } from "../../errors.ts";
import { readTemplates } from "../../io/machine/program-files.ts";
import { renderStackFile } from "../../render/stack-file/stack-file.ts";
import { isStub } from "../../render/stack-file/stub.ts";
import { parseSpec } from "../../settings/parse.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
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
    options.stack ??
    (await processTerminal().text("What is this server called here?", { usually: "main", flag: "--stack" }));
  const session = beginSession("init", { stack: name });
  const { files, paths, terminal, clock } = session;
  const before = await files.read(paths.stackFile);
  if ((before === null || isStub(before)) && (await files.has(paths.stackFileCopy)))
    throw await settingsMissing(session);
  if (before !== null && !isStub(before))
    throw new Refusal(`${paths.stackFile} is there already`, { next: "Edit it, or choose another name with --stack." });
  const answers = await askSettings(terminal, options);
  const text = renderStackFile(readTemplates(), answers);
  parseSpec(readStackFile(text, paths.stackFile), clock.now());
  await files.write(paths.stackFile, text, 0o600);
  terminal.result(
    options.json
      ? JSON.stringify({ version: 1, stack: name, file: paths.stackFile })
      : [
          `The settings are in ${paths.stackFile}, each with its explanation.`,
          "Next:",
          `  ${onThisStack("doctor", name)}   # what would stop it`,
          `  ${onThisStack("up", name)}       # shows what it will make, asks, and makes it`,
        ].join("\n"),
  );
  return 0;
}
