import { Refusal } from "../../../errors.ts";
import type { MailPlace } from "../../../io/mail/mail-server.ts";
import { Secret } from "../../../kinds/secret.ts";
import { mailPassword } from "../../../settings/issued-secrets.ts";
import type { Settings } from "../../../settings/settings.ts";
import { usualMailPorts } from "../../../settings/shapes/mail.ts";
import { onThisStack, type Session } from "../../session.ts";
import { secretInStackFile } from "../../stack/encrypted-values.ts";
import { pendingPath } from "../../stack/written.ts";

/** The mail server of the settings, with the password for it; null where there is none. */
export async function mailPlaceOf(
  session: Session,
  { mail, trustedAuthorities }: Pick<Settings, "mail" | "trustedAuthorities">,
): Promise<MailPlace | null> {
  if (mail === null) return null;
  const { host, port, tls, user } = mail;
  const login = user === null ? null : { user, password: await passwordOf(session) };
  return { host, port: port ?? usualMailPorts[tls], tls, login, trusted: trustedAuthorities };
}

/** One that waits to be stored, or the stack file's. */
async function passwordOf(session: Session): Promise<Secret> {
  const { files, paths, stack } = session;
  const [pending, stackFile, passphrase] = await Promise.all([
    files.read(pendingPath(paths, mailPassword)),
    files.read(paths.stackFile),
    files.read(paths.passphrase),
  ]);
  if (pending !== null) return new Secret(pending);
  const lacks = stackFile === null || passphrase === null;
  const stored = lacks ? null : await secretInStackFile(stackFile, mailPassword.key, new Secret(passphrase));
  if (stored !== null) return stored;
  throw new Refusal("chatkeep:mail has a `user`, but its password is missing", {
    next: `Give it:  ${onThisStack(`up ${mailPassword.flag} FILE`, stack)}  Without the flag, \`up\` asks for it. Nothing was changed.`,
  });
}
