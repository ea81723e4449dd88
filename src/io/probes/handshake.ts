import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { type ConnectionOptions, connect, rootCertificates, type TLSSocket } from "node:tls";

/** What a server's certificate is, and what a client that trusts these authorities makes of it. */
export interface CertificateSeen {
  readonly names: string;
  /** Whether it is for the host that was asked for (RFC 9525). */
  readonly namesHost: boolean;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** OpenSSL's word for the first thing wrong with the chain, a date among them hides all else; null where nothing is. */
  readonly chainError: string | null;
}

/** What a server still takes that it should not. */
export interface ProtocolsSeen {
  /** Of TLS 1.0 and 1.1. */
  readonly oldVersions: readonly string[];
  /** Suites of TLS 1.2 without forward secrecy or without authenticated encryption, by OpenSSL's names. */
  readonly weakSuites: readonly string[];
  /** The newest version it speaks. */
  readonly newest: string;
}

/** A host to be connected to. */
export interface TlsPlace {
  readonly host: string;
  /** The host to connect to, where the name itself leads elsewhere. */
  readonly by?: string;
  readonly port: number;
  /** PEM certificates trusted beside the public authorities. */
  readonly trusted: readonly string[];
}

/** Observes the certificate of a server. A wrong certificate is a result, not an error. */
export async function seeCertificate(place: TlsPlace, signal: AbortSignal): Promise<CertificateSeen> {
  const socket = await shakeHands(place, {}, signal);
  const shown = socket.getPeerX509Certificate();
  const said = socket.authorizationError as Error | string | null | undefined;
  socket.destroy();
  if (shown === undefined) throw new Error("the server shows no certificate");
  const error = said instanceof Error && "code" in said ? String(said.code) : said ? String(said) : null;
  return { ...describe(shown, place.host), chainError: error === "ERR_TLS_CERT_ALTNAME_INVALID" ? null : error };
}

function describe(certificate: X509Certificate, host: string) {
  const names = certificate.subjectAltName ?? certificate.subject;
  const namesHost = (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;
  return {
    names: names.replaceAll("DNS:", ""),
    namesHost,
    issuer: certificate.issuer.replaceAll("\n", ", "),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
  };
}

/** What today's advice leaves out (RFC 9325, section 4.2): static RSA, CBC, 3DES, RC4, no encryption, no authentication. */
const weak =
  "ALL:COMPLEMENTOFALL:!ECDHE+AESGCM:!ECDHE+CHACHA20:!DHE+AESGCM:!DHE+CHACHA20:!DHE+AESCCM:!ECDHE+AESCCM:!PSK:!SRP";

/** Offers a server what it should refuse, kind by kind. */
export async function seeProtocols(place: TlsPlace, signal: AbortSignal): Promise<ProtocolsSeen> {
  const modern = await shakeHands(place, {}, signal);
  const newest = modern.getProtocol() ?? "";
  modern.destroy();
  const [old, weakSuites] = await Promise.all([
    Promise.all((["TLSv1", "TLSv1.1"] as const).map((version) => accepts(place, version, signal))),
    acceptedOf(place, weak, signal),
  ]);
  return { oldVersions: old.flat(), weakSuites, newest };
}

async function accepts(place: TlsPlace, version: "TLSv1" | "TLSv1.1", signal: AbortSignal): Promise<readonly string[]> {
  const options = { minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" } as const;
  const socket = await orRefused(shakeHands(place, options, signal), signal);
  socket?.destroy();
  return socket === null ? [] : [version.replace("TLSv", "TLS ").replace(/ 1$/, " 1.0")];
}

/** Each suite a server accepts of these: it picks one, which is then left out, until it refuses. */
async function acceptedOf(place: TlsPlace, ciphers: string, signal: AbortSignal): Promise<readonly string[]> {
  const options = { minVersion: "TLSv1.2", maxVersion: "TLSv1.2", ciphers: `${ciphers}:@SECLEVEL=0` } as const;
  const socket = await orRefused(shakeHands(place, options, signal), signal);
  if (socket === null) return [];
  const { name } = socket.getCipher();
  socket.destroy();
  return [name, ...(await acceptedOf(place, `${ciphers}:!${name}`, signal))];
}

/** A server that ends the handshake in any way has refused; a server that cannot be reached has not. */
async function orRefused(shaking: Promise<TLSSocket>, signal: AbortSignal): Promise<TLSSocket | null> {
  try {
    return await shaking;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!signal.aborted && (code === "ECONNRESET" || code === "EPIPE" || code.startsWith("ERR_SSL"))) return null;
    throw error;
  }
}

function shakeHands({ host, by = host, port, trusted }: TlsPlace, options: ConnectionOptions, signal: AbortSignal) {
  const servername = isIP(host) ? {} : { servername: host };
  const ca = [...rootCertificates, ...trusted];
  return new Promise<TLSSocket>((resolve, reject) => {
    const socket = connect({ ...options, ...servername, host: by, port, ca, rejectUnauthorized: false });
    const giveUp = () => socket.destroy(new Error("stopped"));
    signal.addEventListener("abort", giveUp, { once: true });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server closed the connection"))); // after a success it changes nothing
    socket.once("secureConnect", () => {
      signal.removeEventListener("abort", giveUp);
      resolve(socket);
    });
  });
}
