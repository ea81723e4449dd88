import { Refusal, SettingsError } from "../../errors.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import { Secret } from "../../kinds/secret.ts";
import { storeToken, tokenSetting } from "../../operations/dns/dns-token.ts";
import { needsCloudflareToken } from "../../plan/dns/cloudflare-token.ts";
import { parseCloudflareToken } from "../../settings/cloudflare-token.ts";
import { onThisStack, type Session } from "../session.ts";
import type { Declaration, KnownDeclaration } from "../stack/declaration.ts";
import { changingPulumi } from "../stack/pulumi.ts";
import { holdsKey } from "../stack/settings.ts";

const flag = "--cloudflare-token-file FILE";

/** Where the token may be. */
export interface TokenPlaces {
  /** Whether the stack file has it. */
  readonly isStored: boolean;
  /** One that was given for this look alone. */
  readonly given?: Secret | undefined;
}

/**
 * Takes the API token for records or certificates, if it is given or missing: from a file, or typed. It is stored in a file
 * that its owner alone reads, until the stack file holds it; where that has its key already, that is now. Gives whether anything was written.
 */
export async function takeToken(
  session: Session,
  declaration: KnownDeclaration,
  given: Secret | undefined,
): Promise<boolean> {
  const { files, paths } = session;
  const { source, written } = declaration;
  if (source === null || !needsToken(declaration)) return false;
  const isKept = source.values.cloudflareToken !== undefined || written.pendingToken;
  const taken = given ?? (isKept ? null : new Secret(await typed(session)));
  if (taken !== null) await files.write(paths.pendingToken, taken.reveal(), 0o600);
  if (!holdsKey(source) || written.passphrase === null || (taken === null && !written.pendingToken))
    return taken !== null;
  const pulumi = await changingPulumi(session, await readToolchain(files, paths.toolchain));
  await storeToken(paths.pendingToken, { files, pulumi });
  session.terminal.note(`The Cloudflare API token is in ${paths.stackFile}, encrypted.`);
  return true;
}

/** The token in the file that was named on the command line, where what is declared needs one: read once, since it may be a pipe. */
export async function givenTokenFor(
  session: Session,
  declaration: Declaration,
  path: string | undefined,
): Promise<Secret | undefined> {
  return needsToken(declaration) ? givenToken(session, path) : undefined;
}

function needsToken({ settled }: Declaration): boolean {
  return settled !== null && needsCloudflareToken(settled.plan);
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
