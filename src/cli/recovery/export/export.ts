import { resolve } from "node:path";
import { type Exported, exportHistory } from "../../../actions/recovery/export/export.ts";
import { exportKeys } from "../../../actions/recovery/export/export-keys.ts";
import { many } from "../../../actions/recovery/export/page-texts.ts";
import { SettingsError } from "../../../errors.ts";
import { parseRecipients, type Recipient } from "../../../keys/recipients.ts";
import { processTerminal } from "../../terminal/prompts.ts";
import { askingFor } from "./asked.ts";
import { exportedText } from "./export-text.ts";

interface MemberOptions {
  readonly user: string;
  readonly server?: string;
  readonly authority?: string;
  readonly stdin: boolean;
  readonly json: boolean;
}

interface HistoryOptions extends MemberOptions {
  readonly folder: string;
  readonly room?: readonly string[];
  readonly media: boolean;
  readonly keyFile?: string;
  readonly seal?: readonly string[];
}

/** `export history` */
export async function history(options: HistoryOptions): Promise<number> {
  const terminal = processTerminal();
  const exported = await exportHistory(
    terminal,
    {
      ...placeOf(options),
      folder: resolve(options.folder),
      rooms: options.room ?? [],
      media: options.media,
      keyFile: options.keyFile === undefined ? null : resolve(options.keyFile),
      recipients: recipientsIn(options.seal ?? []),
    },
    askingFor(terminal, options),
  );
  terminal.result(options.json ? JSON.stringify(documentOf(exported)) : exported.files.join("\n"));
  terminal.note(exportedText(exported));
  return 0;
}

/** `export keys` */
export async function keys(options: MemberOptions & { readonly to: string }): Promise<number> {
  const terminal = processTerminal();
  const wishes = { ...placeOf(options), file: resolve(options.to) };
  const exported = await exportKeys(terminal, wishes, askingFor(terminal, options));
  terminal.result(options.json ? JSON.stringify({ version: 1, ...exported }) : exported.file);
  terminal.note(
    `\n${many(exported.sessions, "key")} of ${many(exported.rooms, "room")}. Anyone with this file and its passphrase can read those messages.`,
  );
  return 0;
}

function placeOf({ user, server, authority }: MemberOptions) {
  if (!/^@[^:\s]+:\S+$/.test(user))
    throw wrong("--user", `\`${user}\` is no user ID`, "Write your whole user ID, such as @ana:acme.example.");
  return { user, server: server ?? null, authorityFile: authority === undefined ? null : resolve(authority) };
}

function recipientsIn(texts: readonly string[]): readonly Recipient[] {
  const { recipients, problems } = parseRecipients(texts);
  if (problems.length === 0) return recipients;
  throw new SettingsError(
    problems.map(({ found, write }) => ({ file: null, line: null, key: "--seal", found, write })),
  );
}

function documentOf({ user, rooms, added, counts, files }: Exported): object {
  const listed = rooms.map(({ info, counts: of, folder }) => ({ id: info.id, name: info.name, folder, ...of }));
  return { version: 1, user, added, counts, files, rooms: listed };
}

function wrong(key: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found, write }]);
}
