import { Refusal } from "../../errors.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { Secret } from "../../kinds/secret.ts";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import { onThisStack, type Session } from "../session.ts";
import { pendingPath } from "../stack/written.ts";

/** Where the token may be. */
export interface TokenPlaces {
  /** Whether the stack file has it. */
  readonly isStored: boolean;
  /** One that was given for this look alone. */
  readonly given?: Secret | undefined;
}

/** The token that the records are made with: one that was given for this look alone, one that waits to be stored, or the stack file's. */
export async function tokenOf(session: Session, pulumi: Pulumi, { isStored, given }: TokenPlaces): Promise<Secret> {
  const { files, paths, stack } = session;
  const { key, flag } = cloudflareToken;
  if (given !== undefined) return given;
  const pending = await files.read(pendingPath(paths, cloudflareToken));
  if (pending !== null) return new Secret(pending);
  if (isStored) return new Secret(await pulumi.secret(`chatkeep:${key}`));
  throw new Refusal("`chatkeep:dns` is `cloudflare`, but the API token to create the records is missing", {
    next: `Name a file that contains it:  ${flag} FILE  Or run  ${onThisStack("up", stack)}  It asks for the token and stores it, encrypted.`,
  });
}
