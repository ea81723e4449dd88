import { cases } from "./case.ts";

const key = "chatkeep:mail";
const group = (parts: string) => `${key}: { host: mail.acme.example, sender: chat@acme.example, ${parts} }`;

/** Wrong wishes for mail. */
export const badMail = [
  ...cases(
    "mail",
    "refuses",
    [`${key}: on`, key, "`off`, or a group with `host` and `sender`"],
    [`${key}: mail.acme.example`, key, "`off`, or a group with `host` and `sender`"],
    [`${key}: { host: mail.acme.example }`, `${key}.sender`, "Write `chat@acme.example`"],
    [`${key}: { sender: chat@acme.example }`, `${key}.host`, "a host name such as `mail.acme.example`"],
    [`${key}: { host: "https://mail.acme.example", sender: a@acme.example }`, `${key}.host`, "a host name"],
    [`${key}: { host: "mail.acme.example:25", sender: a@acme.example }`, `${key}.host`, "a host name"],
    [`${key}: { host: mail.acme.example, sender: "Chat <chat@b.example>" }`, `${key}.sender`, "Write `chat@b.example`"],
    [`${key}: { host: mail.acme.example, sender: "a@b.example\\r\\nBcc: c@d.example" }`, `${key}.sender`, "e-mail"],
    [group("port: 0"), `${key}.port`, "a port, a whole number from 1 to 65535"],
    [group("tls: ssl"), `${key}.tls`, "expected `starttls`, `tls` or `none`"],
    [group("tls: true"), `${key}.tls`, "expected `starttls`, `tls` or `none`"],
    [group("passwords: yes"), `${key}.passwords`, "Write `true`"],
    [group('user: " "'), `${key}.user`, "a user name"],
    [group('user: "a\\nb"'), `${key}.user`, "a user name"],
    [group("password: hunter2hunter2"), `${key}.password`, "there is no such setting"],
    [group("secure: true"), `${key}.secure`, "there is no such setting"],
  ),
  ...cases("mail", "accepts", [group("tls: none"), `${key}.tls`, "`mail.acme.example` is another machine"]),
];
