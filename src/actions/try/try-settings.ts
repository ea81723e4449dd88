import { SettingsError } from "../../errors.ts";
import { embeddedStack } from "../../operations/keys/key-steps.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { settingsIn, settingsMissing } from "../stack/settings.ts";
import { readWrittenSettings } from "../stack/written.ts";

/** The settings that `try` is about: those of a named file, else the stack's own, else those that write themselves. */
export async function settingsToTry(session: Session, file: string | undefined): Promise<SettingsSource> {
  if (file !== undefined) return fromFile(session, file);
  const written = await readWrittenSettings(session);
  const own = await settingsIn(written, session);
  if (own !== null) return own;
  if (session.stack !== embeddedStack) throw settingsMissing(session, written);
  const { localAnswers, renderStackFile } = await import("../../render/stack-file/stack-file.ts");
  const { readTemplates } = await import("../../io/machine/program-files.ts");
  return readStackFile(renderStackFile(readTemplates(), localAnswers), session.paths.stackFile);
}

async function fromFile({ files }: Session, file: string): Promise<SettingsSource> {
  const text = await files.read(file);
  if (text !== null) return readStackFile(text, file);
  const write = "Name a stack file, such as stacks/Pulumi.acme.yaml.";
  throw new SettingsError([{ file, line: null, key: "--settings", found: "the file does not exist", write }]);
}
