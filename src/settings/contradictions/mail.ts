import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { isLoopbackName } from "../names/public-names.ts";

/** Without encryption, a mail and the password for the mail server may not leave the machine. */
export function mailContradictions({ mail }: Partial<WrittenSettings>): readonly Complaint[] {
  if (mail === undefined || mail === null || mail.tls !== "none" || isLoopbackName(mail.host)) return [];
  const found = `this is \`none\`, but \`${mail.host}\` is another machine: anyone on the way could read the mails`;
  return [{ path: ["mail", "tls"], found, write: "Write `starttls` or `tls`, or a mail server on `localhost`." }];
}
