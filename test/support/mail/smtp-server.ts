import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { ServerCertificate } from "../proxy/certificates.ts";

/** What a mail server for tests is like. */
export interface SmtpWishes {
  readonly tls: "tls" | "starttls" | "none";
  readonly certificate: ServerCertificate;
  /** Who may send; everyone, where none is named. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Recipients that it refuses. */
  readonly refused?: readonly string[];
}

/** A mail as it was handed over. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly encrypted: boolean;
}

/** A mail server on this machine that keeps what it gets. */
export interface SmtpInTest extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Passwords that were tried. */
  readonly tried: readonly string[];
}

/** Starts a real SMTP server (RFC 5321) on a free port of the loopback address. */
export async function smtpServer({ tls, certificate, login, refused = [] }: SmtpWishes): Promise<SmtpInTest> {
  const mails: ReceivedMail[] = [];
  const tried: string[] = [];
  const off = [...(tls === "none" ? ["STARTTLS"] : []), ...(login === undefined ? ["AUTH"] : [])];
  const server = new SMTPServer({
    secure: tls === "tls",
    key: certificate.key,
    cert: certificate.cert,
    disabledCommands: off,
    authOptional: login === undefined,
    logger: false,
    onAuth: ({ username, password }, _, done) => {
      tried.push(String(password));
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error("Invalid username or password"));
    },
    onRcptTo: ({ address }, _, done) => {
      if (refused.includes(address)) done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
      else done();
    },
    onData: (stream, { envelope: { mailFrom, rcptTo }, secure }, done) => {
      buffer(stream).then((raw) => {
        const from = mailFrom === false ? "" : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), raw, encrypted: secure });
        done();
      }, done);
    },
  });
  server.on("error", () => undefined); // who was refused is seen by the client
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    mails,
    tried,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
