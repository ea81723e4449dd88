import { StackError } from "../../errors.ts";
import { fieldsOf } from "../../kinds/json.ts";

interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: "tls" | "starttls" | "none";
}

/** What a failure of the mail library means (its error codes: nodemailer/dist/esm/errors.d.ts), and what to do. */
export function mailError(error: unknown, { host, port, tls }: Place): StackError {
  const { code, originalCode, responseCode } = fieldsOf(error);
  const why = error instanceof Error ? error.message.replace(/\s+/g, " ").trim() : String(error);
  const where = `The mail server ${host}:${port}`;
  if (code === "EAUTH" || responseCode === 535)
    return new StackError(`${where} did not take the user name and password: ${why}`, {
      cause: error,
      next: "Check `user` in chatkeep:mail. To give another password:  npx chatkeep up --mail-password-file FILE",
    });
  if (code === "ETLS" || isAboutTls(originalCode))
    return new StackError(`The connection to the mail server ${host}:${port} cannot be made secure: ${why}`, {
      cause: error,
      next: `Nothing was sent. ${secureAdvice(tls)}`,
    });
  if (code === "EENVELOPE")
    return new StackError(`${where} refused the sender or the recipient: ${why}`, {
      cause: error,
      next: "Check `sender` in chatkeep:mail, and the member's address in the roster.",
    });
  return new StackError(`${where} did not take the mail: ${why}`, {
    cause: error,
    next: "Check `host`, `port` and `tls` in chatkeep:mail, and that this machine may reach it.",
  });
}

/** Codes of the operating system are one word, such as ECONNRESET (errno(3)); those of OpenSSL and of Node's TLS have several. */
function isAboutTls(code: unknown): boolean {
  return typeof code === "string" && (code.includes("_") || code === "EPROTO");
}

function secureAdvice(tls: Place["tls"]): string {
  const authority = "If its certificate comes from an authority of your own, add that to chatkeep:trustedAuthorities.";
  if (tls === "starttls")
    return `${authority} If it offers no STARTTLS on this port, write \`tls: tls\` and its port for that, often 465.`;
  return `${authority} If this port begins without encryption, write \`tls: starttls\`.`;
}
