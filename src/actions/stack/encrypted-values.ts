import { type Problem, SpecError } from "../../errors.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import type { Session } from "./session.ts";

/** Where the stack file and its copies are. */
type Files = Pick<Session, "files" | "paths">;

const saltLine = /^encryptionsalt:.*$/m;

/** Refuses a stack file whose encrypted values nobody can read: Pulumi would write a salt of its own into it, and then say that the passphrase is wrong. */
export async function refuseUnreadable(session: Files, source: SettingsSource, text: string): Promise<void> {
  const encrypted = ["masterKey", "cloudflareToken"].flatMap((key) => {
    const value = secureText(source.values[key]);
    return value === null ? [] : [{ key, value, line: source.locate([key]) }];
  });
  if (encrypted.length === 0) return;
  const found = encrypted.filter(({ value }) => !isCiphertext(value));
  const damaged = found.map(({ key, line }) => damagedValue(session, source, key, line));
  const noSalt = saltLine.test(text) ? [] : [await saltGone(session, source)];
  if (damaged.length + noSalt.length > 0) throw new SpecError([...damaged, ...noSalt]);
}

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

function damagedValue({ paths }: Files, { file }: Place, key: string, line: number | null): Problem {
  const write = `Put back the line as it was before. The copy of the last success:  grep -A1 'chatkeep:${key}:' ${paths.stackFileCopy}`;
  return { file, line, key: `chatkeep:${key}`, found: "the encrypted value is damaged", write };
}

async function saltGone(session: Files, { file }: Place): Promise<Problem> {
  const salt = await knownSalt(session);
  const found = "the line is gone, and without it nobody can read the encrypted values of this file";
  const write = salt === null ? "Put the line back as it was before." : `Put it back at the end of the file:  ${salt}`;
  return { file, line: null, key: "encryptionsalt", found, write };
}

/** The line as the copy of the last success has it, else as Pulumi's state does (apitype, "SecretsProviders"). It is no secret. */
async function knownSalt({ files, paths }: Files): Promise<string | null> {
  const copied = saltLine.exec((await files.read(paths.stackFileCopy)) ?? "")?.[0];
  if (copied !== undefined) return copied;
  const state = (await files.read(paths.checkpoint)) ?? "";
  const remembered = /"salt":\s*"([^"\\]+)"/.exec(state)?.[1];
  return remembered === undefined ? null : `encryptionsalt: ${remembered}`;
}
