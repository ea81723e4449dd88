import { SettingsError } from "../errors.ts";
import { readToolchain } from "../io/pulumi/toolchain.ts";
import { fieldsOf } from "../kinds/json.ts";
import { Secret } from "../kinds/secret.ts";
import { storeIssued } from "../operations/keys/issued-secret.ts";
import type { KeyStep } from "../operations/keys/steps.ts";
import { type IssuedSecret, issuedSecrets } from "../settings/issued-secrets.ts";
import type { Settings } from "../settings/settings.ts";
import type { SettingsSource } from "../settings/yaml/settings-source.ts";
import type { Session } from "./session.ts";
import type { Declaration, KnownDeclaration } from "./stack/declaration.ts";
import { changingPulumi } from "./stack/pulumi.ts";
import { holdsKey } from "./stack/settings.ts";
import { type Kept, pendingPath } from "./stack/written.ts";

/** Issued secrets that were given for this run, by key. */
export type GivenSecrets = Readonly<Record<string, Secret>>;

/** The secrets in the files that were named on the command line, of those that the settings need: each is read once, since it may be a pipe. */
export async function givenSecrets(
  session: Session,
  { settled }: Declaration,
  options: object,
  table: readonly IssuedSecret[] = issuedSecrets,
): Promise<GivenSecrets> {
  const given: Record<string, Secret> = {};
  for (const secret of table.filter(({ isNeeded }) => settled !== null && isNeeded(settled.settings))) {
    const text = await givenIssued(session, secret, options);
    if (text !== undefined) given[secret.key] = text;
  }
  return given;
}

/**
 * Takes the secrets that others issued and this server needs, if one was given or none is stored yet; that one is typed. Each is stored in a
 * file that only its owner can read, until the stack file contains it: now, if that has its key already. Returns whether anything was written.
 */
export async function takeIssued(
  session: Session,
  { source, settled, written }: KnownDeclaration,
  given: GivenSecrets,
  table: readonly IssuedSecret[] = issuedSecrets,
): Promise<boolean> {
  let isWritten = false;
  if (source === null || settled === null) return isWritten;
  for (const secret of table.filter(({ isNeeded }) => isNeeded(settled.settings)))
    if (await takeOne(session, { source, written }, secret, given[secret.key])) isWritten = true;
  return isWritten;
}

interface Place {
  readonly source: SettingsSource;
  readonly written: Kept;
}

async function takeOne(session: Session, { source, written }: Place, secret: IssuedSecret, given: Secret | undefined) {
  const { files, paths } = session;
  const path = pendingPath(paths, secret);
  const isPending = written.pendingSecrets.includes(secret.key);
  const isKept = isPending || source.values[secret.key] !== undefined;
  const taken = given ?? (isKept ? null : await typed(session, secret));
  if (taken !== null) await files.write(path, taken.reveal(), 0o600);
  if (!holdsKey(source) || written.passphrase === null || (taken === null && !isPending)) return taken !== null;
  const pulumi = await changingPulumi(session, await readToolchain(files, paths.toolchain));
  await storeIssued({ key: secret.key, path }, { files, pulumi });
  session.terminal.note(`${secret.title.replace(/^t/, "T")} is in ${paths.stackFile}, encrypted.`);
  return true;
}

/** Puts those that are pending into the stack file, once that has its key. */
export function pendingSteps(
  paths: Session["paths"],
  settings: Settings,
  { pendingSecrets }: Pick<Kept, "pendingSecrets">,
  table: readonly IssuedSecret[] = issuedSecrets,
): readonly KeyStep[] {
  return table
    .filter(({ key, isNeeded }) => pendingSecrets.includes(key) && isNeeded(settings))
    .map((each) => ({ kind: "storeIssued", key: each.key, title: each.title, path: pendingPath(paths, each) }));
}

/** The secret in the file that was named on the command line, if one was; a `SettingsError` if that file contains none. */
export async function givenIssued(
  session: Session,
  secret: IssuedSecret,
  options: object,
): Promise<Secret | undefined> {
  const path = fileGiven(secret, options);
  return path === undefined ? undefined : new Secret(await issuedIn(session, secret, path));
}

/** The secret from that file, or typed. */
export async function givenOrTyped(session: Session, secret: IssuedSecret, options: object): Promise<Secret> {
  return (await givenIssued(session, secret, options)) ?? typed(session, secret);
}

/** What the flag was given, among options as the command line names them (`--some-file` is `someFile`). */
function fileGiven({ flag }: IssuedSecret, options: object): string | undefined {
  const given = fieldsOf(options)[flag.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
  return typeof given === "string" ? given : undefined;
}

async function typed({ terminal }: Session, { question, flag, problemIn }: IssuedSecret): Promise<Secret> {
  const check = (answer: string) => problemIn(answer.trim());
  return new Secret((await terminal.hidden(question, { flag: `${flag} FILE`, check })).trim());
}

async function issuedIn({ files }: Session, { flag, problemIn }: IssuedSecret, path: string): Promise<string> {
  const text = (await files.read(path))?.trim() ?? null;
  const found = text === null ? "there is no such file" : problemIn(text);
  if (text !== null && found === null) return text;
  const write = "Write the path of a file that contains only the secret.";
  throw new SettingsError([{ file: path, line: null, key: flag, found: found ?? "nothing", write }]);
}
