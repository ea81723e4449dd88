import { connect, type Socket } from "node:net";
import { rootCertificates } from "node:tls";
import type { SMTPPoolOptions } from "nodemailer";
import type { Secret } from "../../kinds/secret.ts";
import { mailError } from "./mail-error.ts";

/** A mail server, and how it is used. */
export interface MailPlace {
  readonly host: string;
  readonly port: number;
  /** Encrypted from the first byte (RFC 8314), by STARTTLS before anything else (RFC 3207), or not. */
  readonly tls: "tls" | "starttls" | "none";
  /** null where it asks for none. */
  readonly login: { readonly user: string; readonly password: Secret } | null;
  /** Authorities to trust beside the public ones, in PEM. */
  readonly trusted: readonly string[];
}

/** A name with its address. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** A mail in both its forms. */
export interface Mail {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The one picture that the HTML shows, by `cid:NAME`. */
  readonly picture: { readonly name: string; readonly png: Uint8Array };
}

/** Sends mails. Each failure is a StackError that says what to do. */
export interface MailServer {
  /** Connects and signs in, and sends nothing. */
  check(): Promise<void>;
  /** Done when the server has taken it. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const patience = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 };

/** A mail server over SMTP (RFC 5321). Mails go through few connections, one after the other. */
export async function mailServer(place: MailPlace): Promise<MailServer> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(optionsFor(place));
  return {
    check: async () => {
      await transport.verify().catch((error: unknown) => Promise.reject(mailError(error, place)));
    },
    send: async ({ picture: { name, png }, ...mail }) => {
      const attachments = [
        { filename: `${name}.png`, content: Buffer.from(png), cid: name, contentDisposition: "inline" as const },
      ];
      const headers = { "Auto-Submitted": "auto-generated" }; // so that no absence is answered (RFC 3834, section 5)
      const message = { ...mail, from: { ...mail.from }, to: { ...mail.to }, attachments, headers };
      await transport
        .sendMail({ ...message, xMailer: false })
        .catch((error: unknown) => Promise.reject(mailError(error, place)));
    },
    close: () => transport.close(),
  };
}

function optionsFor(place: MailPlace): SMTPPoolOptions & { readonly pool: true } {
  const { host, port, tls, login, trusted } = place;
  return {
    pool: true,
    maxConnections: 2,
    idleTimeout: 2_000,
    host,
    port,
    secure: tls === "tls",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    tls: { ca: [...rootCertificates, ...trusted], servername: host, minVersion: "TLSv1.2" },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
    // The library would ask name servers alone: names in /etc/hosts, and what the machine is set to, would not count.
    getSocket: (_, done) => {
      openSocket(host, port).then(
        (connection) => done(null, { connection }),
        (error: Error) => done(error),
      );
    },
  };
}

function openSocket(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error("it did not answer in time")), patience.connectionTimeout);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", reject);
      resolve(socket);
    });
    socket.once("error", reject).once("close", () => clearTimeout(timer));
  });
}
