import { type Problem, SettingsError } from "../../errors.ts";
import { type MasterKey, parseMasterKey } from "../../keys/master-key.ts";
import { type PulumiSeal, pulumiSeal } from "../../keys/pulumi-secret.ts";
import type { Secret } from "../../kinds/secret.ts";
import { saltOfState } from "../../operations/keys/new-master/state-secrets.ts";
import { saltIn } from "../../render/stack-file/secrets.ts";
import { secretKeys } from "../../settings/issued-secrets.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { readWritten, type WrittenSettings } from "./written.ts";

type Disk = Pick<Session, "files" | "paths">;
type Paths = Session["paths"];

/** The master key in a stack file, opened with a passphrase and without Pulumi; null where the passphrase does not open it, or there is none. */
export async function keyInStackFile(text: string, passphrase: Secret): Promise<MasterKey | null> {
  const opened = await secretInStackFile(text, "masterKey", passphrase);
  return opened === null ? null : parseMasterKey(opened.reveal());
}

/** A setting of a stack file, opened in the same way; null where the passphrase does not open it, or it is not encrypted. */
export async function secretInStackFile(text: string, key: string, passphrase: Secret): Promise<Secret | null> {
  const secure = secureText(readStackFile(text, "").values[key]);
  return secure === null ? null : ((await sealOf(text, passphrase))?.open(secure) ?? null);
}

/** Refuses a stack file whose encrypted values cannot be decrypted: Pulumi would add a new salt, and then report a wrong passphrase. */
export async function refuseUnreadable(session: Disk, source: SettingsSource, written: WrittenSettings): Promise<void> {
  const encrypted = secretKeys.flatMap((key) => {
    const value = secureText(source.values[key]);
    return value === null ? [] : [{ key, value, line: source.locate([key]) }];
  });
  if (encrypted.length === 0) return;
  const found = encrypted.filter(({ value }) => !isCiphertext(value));
  const damaged = found.map(({ key, line }) => damagedValue(session.paths, source, key, line));
  const noSalt = /^encryptionsalt:/m.test(written.stackFile ?? "") ? [] : [await saltGone(session, source, written)];
  if (damaged.length + noSalt.length > 0) throw new SettingsError([...damaged, ...noSalt]);
}

/**
 * Refuses, once Pulumi has failed, encrypted values that this machine's passphrase does not open. It is asked only then: a second of
 * work is in it, and Pulumi names neither file nor line.
 */
export async function refuseUnopened(session: Disk): Promise<void> {
  const { paths } = session;
  const written = await readWritten(session); // read again: Pulumi has run since
  const { stackFile: text, passphrase } = written;
  if (text === null || saltIn(text) === null || passphrase === null) return;
  const source = readStackFile(text, paths.stackFile);
  const seal = await sealOf(text, passphrase);
  if (seal === null) throw new SettingsError([wrongPassphrase(paths, source)]);
  const problems = secretKeys.flatMap((key) => {
    const value = secureText(source.values[key]);
    const isClosed = value !== null && seal.open(value) === null;
    return isClosed ? [damagedValue(paths, source, key, source.locate([key]))] : [];
  });
  if (problems.length > 0) throw new SettingsError(problems);
}

/** What opens the encrypted values of a stack file; null where the passphrase is another one's, or nothing in it was ever encrypted. */
async function sealOf(text: string, passphrase: Secret): Promise<PulumiSeal | null> {
  const salt = saltIn(text);
  return salt === null ? null : pulumiSeal(salt, passphrase);
}

/** The encrypted text of a setting, as Pulumi writes it; null where the setting is not encrypted. */
function secureText(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("secure" in value)) return null;
  return String(value.secure);
}

/** A nonce of 12 bytes and what it encrypts, both in base64 (sdk/go/common/resource/config, "symmetricCrypter"). */
function isCiphertext(text: string): boolean {
  const [version, nonce = "", sealed = "", ...rest] = text.split(":");
  const isBase64 = (part: string) => part !== "" && Buffer.from(part, "base64").toString("base64") === part;
  return version === "v1" && nonce.length === 16 && isBase64(nonce) && isBase64(sealed) && rest.length === 0;
}

type Place = Pick<SettingsSource, "file">;

function damagedValue({ stackFileCopy }: Paths, { file }: Place, key: string, line: number | null): Problem {
  const write = `Restore the line. The copy of the last successful run has it:  grep -A1 'chatkeep:${key}:' ${stackFileCopy}`;
  return { file, line, key: `chatkeep:${key}`, found: "the encrypted value is damaged", write };
}

function wrongPassphrase(paths: Paths, { file }: Place): Problem {
  const found = `it does not belong to the passphrase in ${paths.passphrase}`;
  const write = `Restore the line, and the passphrase too if it was changed. The copy of the last successful run has the line:  grep encryptionsalt ${paths.stackFileCopy}`;
  return { file, line: null, key: "encryptionsalt", found, write };
}

async function saltGone(session: Disk, { file }: Place, written: WrittenSettings): Promise<Problem> {
  const salt = await knownSalt(session, written);
  const found = "the line is missing, and without it the encrypted values of this file cannot be read";
  const write = salt === null ? "Restore the line." : `Add it at the end of the file:  ${salt}`;
  return { file, line: null, key: "encryptionsalt", found, write };
}

/** The line as the copy of the last success has it, else as Pulumi's state does (apitype, "SecretsProviders"). It is no secret. */
async function knownSalt({ files, paths }: Disk, { stackFileCopy }: WrittenSettings): Promise<string | null> {
  const salt = saltIn(stackFileCopy ?? "") ?? saltOfState((await files.read(paths.checkpoint)) ?? "");
  return salt === null ? null : `encryptionsalt: ${salt}`;
}
