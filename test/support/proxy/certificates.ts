import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeFolder } from "../own-folder.ts";

/** A certificate chain and its key, as a server has them, and the authority to trust. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
  readonly authority: string;
}

/** What a certificate is to be like; dates as `openssl ca` writes them, `YYYYMMDDHHMMSSZ`. */
export interface CertificateWish {
  readonly name: string;
  /** The common name of the authority. */
  readonly authority?: string;
  readonly from?: string;
  readonly to?: string;
  /** Whether an intermediate authority signs it, and is left out of the chain that the server shows. */
  readonly lacksMiddle?: boolean;
}

const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const asAuthority = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];

/** Makes a certificate signed by an authority of its own, in date or not (openssl-ca(1)). Everything is made for this test alone. */
export async function makeCertificate(wish: CertificateWish): Promise<ServerCertificate> {
  const folder = await makeFolder("certificate");
  const openssl = (...words: readonly string[]) => execa("openssl", words, { cwd: folder });
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const {
    name,
    authority = "test authority",
    from = "20260101000000Z",
    to = "20991231000000Z",
    lacksMiddle = false,
  } = wish;
  try {
    await openssl(
      "req",
      "-x509",
      ...curve,
      ...asAuthority,
      "-subj",
      `/CN=${authority}`,
      "-days",
      "9000",
      "-keyout",
      "root.key",
      "-out",
      "root.pem",
    );
    await writeFile(join(folder, "index"), "");
    await writeFile(join(folder, "serial"), "1000");
    await writeFile(join(folder, "ca.cnf"), caSettings(name));
    const sign = (signer: string, request: string, kind: string, dates: readonly string[]) =>
      openssl(
        "ca",
        "-config",
        "ca.cnf",
        "-batch",
        "-notext",
        "-extensions",
        kind,
        "-cert",
        `${signer}.pem`,
        "-keyfile",
        `${signer}.key`,
        "-in",
        `${request}.csr`,
        "-out",
        `${request}.pem`,
        ...dates,
      );
    await openssl("req", "-new", ...curve, "-subj", "/CN=test middle", "-keyout", "middle.key", "-out", "middle.csr");
    await sign("root", "middle", "middle", ["-days", "9000"]);
    await openssl("req", "-new", ...curve, "-subj", "/CN=test server", "-keyout", "server.key", "-out", "server.csr");
    await sign("middle", "server", "server", ["-startdate", from, "-enddate", to]);
    const cert = lacksMiddle ? await read("server.pem") : `${await read("server.pem")}${await read("middle.pem")}`;
    return { cert, key: await read("server.key"), authority: await read("root.pem") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function caSettings(name: string): string {
  return `[ca]
default_ca = made
[made]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[middle]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[server]
subjectAltName = ${/^[\d.]+$/.test(name) ? "IP" : "DNS"}:${name}
`;
}
