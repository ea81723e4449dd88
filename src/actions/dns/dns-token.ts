import { Refusal, SettingsError } from "../../errors.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { Secret } from "../../kinds/secret.ts";
import { storeToken, tokenSetting } from "../../operations/dns/dns-token.ts";
import { needsCloudflareToken } from "../../plan/dns/cloudflare-token.ts";
import { parseCloudflareToken } from "../../settings/cloudflare-token.ts";
import { onThisStack, type Session } from "../session.ts";
import { pulumiOf } from "../stack/pulumi.ts";
import { holdsKey, readSettings, settle } from "../stack/settings.ts";

const flag = "--cloudflare-token-file FILE";

/** Where the token may be. */
export interface TokenPlaces {
  /** Whether the stack file has it. */
  readonly isStored: boolean;
  /** One that was given for this look alone. */
  readonly given?: Secret | undefined;
}

/**
 * Takes the API token that the records or certificates need, where it is given or nobody has it yet: from a file, or typed. It is kept in a file
 * that its owner alone reads, until the stack file holds it; where that has its key already, that is now.
 */
export async function takeToken(session: Session, tokenFile: string | undefined): Promise<void> {
  const { files, paths } = session;
  const source = await readSettings(session);
  if (source === null || !needsCloudflareToken((await settle(session, source)).plan)) return;
  const isKept = source.values.cloudflareToken !== undefined || (await files.has(paths.pendingToken));
  if (tokenFile !== undefined || !isKept) {
    const token = tokenFile === undefined ? await typed(session) : await fromFile(session, tokenFile);
    await files.write(paths.pendingToken, token, 0o600);
  }
  if (!holdsKey(source) || !(await files.has(paths.passphrase)) || !(await files.has(paths.pendingToken))) return;
  await storeToken(paths.pendingToken, {
    files,
    pulumi: await pulumiOf(session, await readToolchain(files, paths.toolchain)),
  });
  session.terminal.note(`The Cloudflare API token is in ${paths.stackFile}, encrypted.`);
}

/** The token that the records are made with: one that was given for this look alone, one that waits to be stored, or the stack file's. */
export async function tokenOf(session: Session, pulumi: Pulumi, { isStored, given }: TokenPlaces): Promise<Secret> {
  const { files, paths, stack } = session;
  if (given !== undefined) return given;
  const pending = await files.read(paths.pendingToken);
  if (pending !== null) return new Secret(pending);
  if (isStored) return new Secret(await pulumi.secret(tokenSetting));
  throw new Refusal("`chatkeep:dns` is `cloudflare`, but the API token to create the records is missing", {
    next: `Name a file that contains it:  ${flag}  Or run  ${onThisStack("up", stack)}  It asks for the token and stores it, encrypted.`,
  });
}

async function typed({ terminal }: Session): Promise<string> {
  const question = "Cloudflare's API token (Zone: Read and DNS: Edit for this zone; it is stored encrypted):";
  return terminal.hidden(question, { flag, check: (answer) => problemIn(answer.trim()) }).then((text) => text.trim());
}

/** The token in the file that was named on the command line, where one was; a `SettingsError` where that holds none. */
export async function givenToken(session: Session, path: string | undefined): Promise<Secret | undefined> {
  return path === undefined ? undefined : new Secret(await fromFile(session, path));
}

async function fromFile({ files }: Session, path: string): Promise<string> {
  const token = (await files.read(path))?.trim() ?? null;
  const found = token === null ? "there is no such file" : problemIn(token);
  if (token !== null && found === null) return token;
  const write = "Write the path of a file that contains only the token.";
  throw new SettingsError([
    { file: path, line: null, key: "--cloudflare-token-file", found: found ?? "nothing", write },
  ]);
}

/** Cloudflare's old global keys are 37 hexadecimal digits, and open everything. */
function problemIn(token: string): string | null {
  if (/^[0-9a-f]{37}$/.test(token))
    return "this looks like a global API key, which has access to the whole account; create a token instead";
  return parseCloudflareToken(token) === null ? "this is not a Cloudflare API token" : null;
}
