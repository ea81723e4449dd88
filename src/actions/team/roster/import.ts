import { basename, join, resolve } from "node:path";
import { Refusal, SettingsError } from "../../../errors.ts";
import type { ServerName } from "../../../kinds/names.ts";
import { importCsv } from "../../../settings/team/import/csv.ts";
import type { Imported } from "../../../settings/team/import/imported.ts";
import { importMattermost } from "../../../settings/team/import/mattermost.ts";
import { type Merged, mergeImport } from "../../../settings/team/import/merge.ts";
import { importSlack } from "../../../settings/team/import/slack.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { lookAtPictures } from "./pictures.ts";

/** What was imported, and from which system. */
export interface ImportDone extends Merged {
  readonly from: "csv" | "slack" | "mattermost";
  readonly left: readonly string[];
}

/** How an import is asked for. */
interface Import {
  readonly source: string;
  readonly admins: readonly string[];
  /** Nothing is written. */
  readonly dryRun: boolean;
}

/** Adds the people and rooms of another system's export to the roster; what the roster has already stays as it is. */
export async function importTeam(session: Session, { source, admins, dryRun }: Import): Promise<ImportDone> {
  const { files, paths } = session;
  const { settings } = await settledStack(session);
  const { from, imported } = await readExport(session, source, settings.serverName);
  const before = await files.read(paths.roster);
  const grounds = { ...settings, pictures: await lookAtPictures(session, before ?? "", settings) };
  const merged = mergeImport(before, imported, { source, roster: paths.roster, settings: grounds, admins });
  if (!dryRun && merged.text !== before) {
    await refuseChanged(session, before);
    await files.write(paths.roster, merged.text, 0o600);
  }
  return { ...merged, from, left: imported.left };
}

/** An editor may have saved the roster meanwhile. */
async function refuseChanged({ files, paths }: Session, before: string | null): Promise<void> {
  if ((await files.read(paths.roster)) === before) return;
  throw new Refusal(`${paths.roster} was changed by another program meanwhile`, { next: "Run the command again." });
}

interface Read {
  readonly from: ImportDone["from"];
  readonly imported: Imported;
}

async function readExport({ files }: Session, source: string, server: ServerName): Promise<Read> {
  const path = resolve(source);
  const inFolder = async (name: string) =>
    (await files.has(join(path, name))) ? await files.read(join(path, name)) : null;
  const users = (await inFolder("users.json")) ?? (await inFolder("org_users.json"));
  if (users !== null) {
    const slack = { users, channels: await inFolder("channels.json"), groups: await inFolder("groups.json") };
    return { from: "slack", imported: importSlack(slack, source, server) };
  }
  const text = textOf(await files.bytes(path), source);
  if (/^\s*\{/.test(text)) return { from: "mattermost", imported: importMattermost(text, source, server) };
  return { from: "csv", imported: importCsv(text, source, server) };
}

const longest = 500_000_000;

function textOf(bytes: Uint8Array | null, source: string): string {
  const wrong = (found: string, write: string) =>
    new SettingsError([{ file: source, line: null, key: "FILE", found, write }]);
  if (bytes === null)
    throw wrong(
      "there is no such file",
      "Name a CSV file, a Mattermost export, or the folder of an unpacked Slack export.",
    );
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw wrong("this is a ZIP file", `Unpack it first:  unzip ${basename(source)} -d export  and name what is in it.`);
  }
  if (bytes.length > longest)
    throw wrong(`the file has ${bytes.length} bytes`, "Leave out the messages: only people and channels are read.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw wrong("the text is not UTF-8", "Save it again as UTF-8; Excel calls that “CSV UTF-8”.");
  }
}
