import type { ParsedMail } from "mailparser";

/** A mail as programs show it: the picture that came with it in its place. */
export function shownMail({ html, attachments }: ParsedMail): string {
  const [picture] = attachments;
  const data = `data:image/png;base64,${picture?.content.toString("base64") ?? ""}`;
  return String(html).replace(`cid:${picture?.cid}`, data);
}
