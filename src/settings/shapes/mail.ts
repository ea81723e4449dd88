import * as z from "zod";
import { choice, complain, group, leaf, optional } from "../leaf.ts";
import { hostname } from "../names/name-settings.ts";
import { emailAddress } from "./email-address.ts";
import { integer, yesOrNo } from "./quantities.ts";

/** A name that a mail server knows its user by: one line, that begins and ends with something to see. */
const user = leaf<string>(
  { type: "string", pattern: "^[^\\s\\p{C}]([^\\p{C}]*[^\\s\\p{C}])?$", maxLength: 255 },
  (value) => {
    if (typeof value === "string" && value.length <= 255 && /^[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$/u.test(value))
      return { value };
    const write = "Write it as the mail server knows it, such as `chat@acme.example`, or delete the line.";
    return complain("a user name", value, write);
  },
);

const details = group({
  host: hostname("mail.acme.example").meta({ description: "The host name of the mail server." }),
  port: optional(integer({ min: 1, max: 65_535, expected: "a port" })).meta({
    description: "Its port. If it is not written: 587 for starttls, 465 for tls, 25 for none.",
  }),
  tls: choice(["starttls", "tls", "none"]).prefault("starttls").meta({
    description:
      "How the connection is encrypted: starttls (it begins in the clear and is not used before it is encrypted), tls (from the first byte), or none, which only `localhost` may have.",
  }),
  sender: emailAddress({ example: "chat@acme.example", otherwise: "" }).meta({
    description: "The address that mails come from.",
  }),
  user: optional(user).meta({
    description:
      "The user name at the mail server, if it asks for one. It needs the secret chatkeep:mailPassword, which `up` asks for.",
  }),
  passwords: yesOrNo.prefault(false).meta({
    description:
      "Whether a mail may hold an initial password or a registration token. If not, these are only on the sheet, which you hand over.",
  }),
});

const off = leaf<null>({ enum: ["off", false] }, (value) => {
  if (value === "off" || value === false) return { value: null };
  return complain(
    "`off`, or a group with `host` and `sender`",
    value,
    "Write `off`, or `{ host: mail.acme.example, sender: chat@acme.example }`.",
  );
});

/** How mails to members are sent: not at all, or a group. */
export const mail = z.union([off, details]);

/** The port that a mail server has where none is written (RFC 8314, section 3; RFC 5321, section 4.5.4.2). */
export const usualMailPorts = { starttls: 587, tls: 465, none: 25 } as const;
