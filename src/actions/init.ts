import { Refusal } from "../errors.ts";
import { readTemplates } from "../io/machine/program-files.ts";
import { renderStackFile, type StackAnswers } from "../render/stack-file/stack-file.ts";
import { isStub } from "../render/stack-file/stub.ts";
import { parseSettings } from "../settings/parse.ts";
import { readStackFile } from "../settings/yaml/stack-file.ts";
import type { Session } from "./session.ts";
import { settingsMissing } from "./stack/settings.ts";

/** Writes a new server's settings, with comments, once the answers are there; refuses where there are settings already. */
export async function writeSettings(session: Session, ask: () => Promise<StackAnswers>): Promise<void> {
  const { files, paths, clock } = session;
  const before = await files.read(paths.stackFile);
  const copy = await files.read(paths.stackFileCopy);
  if ((before === null || isStub(before)) && copy !== null) throw settingsMissing(session, { stackFileCopy: copy });
  if (before !== null && !isStub(before))
    throw new Refusal(`${paths.stackFile} exists already`, { next: "Edit it, or choose another name with --stack." });
  const text = renderStackFile(readTemplates(), await ask());
  parseSettings(readStackFile(text, paths.stackFile), clock.now());
  await files.write(paths.stackFile, text, 0o600);
}
