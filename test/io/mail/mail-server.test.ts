import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { StackError } from "../../../src/errors.ts";
import { type Mail, type MailPlace, mailServer } from "../../../src/io/mail/mail-server.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { type SmtpInTest, type SmtpWishes, smtpServer } from "../../support/mail/smtp-server.ts";
import { makeCertificate, type ServerCertificate } from "../../support/proxy/certificates.ts";

// Making keys takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let good: ServerCertificate;
let otherName: ServerCertificate;
let outOfDate: ServerCertificate;

beforeAll(async () => {
  [good, otherName, outOfDate] = await Promise.all([
    makeCertificate({ name: "localhost" }),
    makeCertificate({ name: "mail.acme.example" }),
    makeCertificate({ name: "localhost", to: "20260201000000Z" }),
  ]);
});

const login = { user: "chat@acme.example", password: "correct horse" };
const mail: Mail = {
  from: { name: "Chat at acme.test", address: "chat@acme.example" },
  to: { name: "Ada “آدا” Lovelace, Countess", address: "ada@acme.example" },
  subject: "Your account at acme.test — 用户",
  text: "Line one\n.\nFrom the beginning\n",
  html: '<p>Grüße</p><img src="cid:code" alt="">',
  picture: { name: "code", png: Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]) },
};

/** Uses a mail server as people's settings say, and gives what went wrong. */
async function sendTo({ port }: SmtpInTest, place: Partial<MailPlace>, password = login.password): Promise<unknown> {
  const secret = { user: login.user, password: new Secret(password) };
  const server = await mailServer({
    host: "localhost",
    port,
    tls: "starttls",
    login: secret,
    trusted: [good.authority],
    ...place,
  });
  try {
    await server.check();
    await server.send(mail);
    return null;
  } catch (error) {
    return error;
  } finally {
    server.close();
  }
}

const start = (wishes: Partial<SmtpWishes>) => smtpServer({ tls: "starttls", certificate: good, login, ...wishes });

describe.each(["starttls", "tls"] as const)("a mail server with %s", (tls) => {
  it("gets the mail over an encrypted connection, as it was written", async () => {
    await using smtp = await start({ tls });
    expect(await sendTo(smtp, { tls })).toBeNull();
    const [received, ...others] = smtp.mails;
    if (received === undefined) throw new Error("no mail");
    expect(others).toEqual([]);
    expect(received).toMatchObject({ from: "chat@acme.example", to: ["ada@acme.example"], encrypted: true });
    const { subject, from, to, text, html, attachments, headers } = await simpleParser(received.raw);
    expect([subject, from?.text, text]).toEqual([mail.subject, '"Chat at acme.test" <chat@acme.example>', mail.text]);
    expect([to].flat()[0]?.value).toEqual([mail.to]);
    expect(html).toContain("Grüße");
    expect(attachments.map(({ filename, cid }) => [filename, cid])).toEqual([["code.png", "code"]]);
    expect(headers.get("auto-submitted")).toBe("auto-generated");
    expect(headers.has("x-mailer")).toBe(false);
  });

  it.each([
    ["of an authority that is not trusted", () => good, { trusted: [] }],
    ["for another name", () => otherName, {}],
    ["out of date", () => outOfDate, {}],
  ] as const)("and a certificate %s is refused before a password is sent", async (_, certificate, place) => {
    const shown = certificate();
    await using smtp = await start({ tls, certificate: shown });
    const error = await sendTo(smtp, { tls, trusted: [shown.authority], ...place });
    expect(error).toBeInstanceOf(StackError);
    expect(String(error)).toMatch(/cannot be made secure/);
    expect([smtp.tried, smtp.mails]).toEqual([[], []]);
  });

  it("that does not take the password is named, without the password", async () => {
    await using smtp = await start({ tls });
    const error = await sendTo(smtp, { tls }, "wrong battery");
    expect(String(error)).toMatch(/did not take the user name and password/);
    expect(JSON.stringify([error, (error as StackError).cause, String(error)])).not.toContain("wrong battery");
    expect(smtp.mails).toEqual([]);
  });
});

describe("a mail server", () => {
  it("that offers no encryption gets neither password nor mail", async () => {
    await using smtp = await start({ tls: "none" });
    expect(String(await sendTo(smtp, { tls: "starttls" }))).toMatch(/cannot be made secure/);
    expect([smtp.tried, smtp.mails]).toEqual([[], []]);
  });

  it("on this machine gets the mail without encryption where that is asked for", async () => {
    await using smtp = await smtpServer({ tls: "none", certificate: good });
    expect(await sendTo(smtp, { tls: "none", login: null })).toBeNull();
    expect(smtp.mails.map(({ encrypted }) => encrypted)).toEqual([false]);
  });

  it("that refuses the recipient is named with its reason", async () => {
    await using smtp = await start({ refused: ["ada@acme.example"] });
    expect(String(await sendTo(smtp, {}))).toMatch(/refused the sender or the recipient: .*no such mailbox/);
  });

  it("that is not there is named", async () => {
    const gone = await start({});
    await gone[Symbol.asyncDispose]();
    expect(String(await sendTo(gone, {}))).toMatch(/localhost:\d+ did not take the mail: .*ECONNREFUSED/);
  });
});
