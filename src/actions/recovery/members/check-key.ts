import { readFileSync } from "node:fs";
import { SettingsError } from "../../../errors.ts";
import { systemClock } from "../../../io/machine/clock.ts";
import { disk } from "../../../io/machine/files.ts";
import { type Credentials, type MemberServer, readOwnAccountData } from "../../../io/matrix/own-account.ts";
import { type CheckValue, checkValueIn, parseCheckValue } from "../../../keys/members/check-value.ts";
import type { Json } from "../../../kinds/json.ts";

/** The types of account data that a key is told by, and those whose keys' names say what it opens. */
const types = ["m.secret_storage.*", "m.cross_signing.*", "m.megolm_backup.v1"];

/** Reads a member's check value from their server, as the member. Nothing of the answer is written down. */
export async function checkValueFromServer(server: MemberServer, credentials: Credentials): Promise<CheckValue> {
  const { userId, data } = await readOwnAccountData(server, credentials, types);
  return checkValueIn(userId, systemClock.now().toISOString(), data);
}

/** Reads one from a file that an administrator handed out. */
export async function checkValueFromFile(path: string): Promise<CheckValue> {
  const text = await disk.read(path);
  if (text === null)
    throw wrongFile(path, "the file does not exist", "Write the path of the file that you were given.");
  const value = parseCheckValue(jsonIn(text));
  if (value !== null) return value;
  const write = "An administrator makes one:  npx chatkeep recovery check-value NAME";
  throw wrongFile(path, "this is no check value of a recovery key", write);
}

function jsonIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The server's address as it is asked; passwords are not sent without TLS, except to this machine itself. */
export function memberServer(address: string, authorityFile: string | null): MemberServer {
  const written = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  const isHere = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isHere)))
    throw wrongOption(
      "--server",
      `\`${address}\``,
      "Write the address that your app signs in at, such as https://chat.acme.example.",
    );
  if (authorityFile !== null) refuseUnreadable(authorityFile);
  return { url: url.origin, authorityFile };
}

function refuseUnreadable(path: string): void {
  try {
    readFileSync(path);
  } catch {
    throw wrongFile(
      path,
      "the file cannot be read",
      "Write the path of the authority's certificate (PEM).",
      "--authority",
    );
  }
}

function wrongFile(file: string, found: string, write: string, key = "--check-value"): SettingsError {
  return new SettingsError([{ file, line: null, key, found, write }]);
}

function wrongOption(key: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found, write }]);
}
