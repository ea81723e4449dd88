import { embeddedStack } from "../../operations/keys/key-steps.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { type Settled, settingsIn, settingsMissing, settle } from "./settings.ts";
import { type Kept, readWrittenSettings, type Written, type WrittenSettings } from "./written.ts";

/** What is declared for a stack that will be created: judged only by its settings. */
export interface Declaration {
  readonly written: WrittenSettings;
  /** The stack file; null where there is none. */
  readonly source: SettingsSource | null;
  /** What the settings follow from: the stack file, or that file as it was before a killed run lost it; null for those that write themselves. */
  readonly basis: SettingsSource | null;
  readonly settled: Settled | null;
}

/** What is declared, with what the state folder keeps. */
export interface KnownDeclaration extends Declaration {
  readonly written: Written;
}

/**
 * Reads what is declared and judges it: no folder is made and no engine asked for settings that are wrong. What was judged before is
 * parsed and judged again only where it was rewritten since.
 */
export async function declare(session: Session, before: Declaration | null = null): Promise<Declaration> {
  const written = await readWrittenSettings(session);
  const isSame = (file: "stackFile" | "stackFileBefore") => written[file] === before?.written[file];
  if (before !== null && isSame("stackFile") && isSame("stackFileBefore")) return { ...before, written };
  const { stack, paths } = session;
  const source = await settingsIn(written, session);
  const { stackFileBefore } = written;
  if (source === null && stackFileBefore === null && stack !== embeddedStack) throw settingsMissing(session, written);
  const basis = source ?? (stackFileBefore === null ? null : readStackFile(stackFileBefore, paths.stackFile));
  return { written, source, basis, settled: basis === null ? null : await settle(session, basis) };
}

/** Joins both. */
export function withKept(declaration: Declaration, kept: Kept): KnownDeclaration {
  return { ...declaration, written: { ...declaration.written, ...kept } };
}
