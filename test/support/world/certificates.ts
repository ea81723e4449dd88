import { readFile, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { execa } from "execa";

/** A certificate and its key, as files. */
export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** An authority that exists for one world, and certifies what no ACME authority does. */
export interface WorldAuthority {
  readonly pem: string;
  /** A certificate for these names. */
  certify(...names: readonly string[]): Promise<CertificateFiles>;
}

const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes the authority (openssl-req(1), openssl-x509(1)). */
export async function makeAuthority(folder: string): Promise<WorldAuthority> {
  const own = filesIn(folder, "authority");
  const what = ["-subj", "/CN=World", "-days", "2", "-addext", "keyUsage=critical,keyCertSign"];
  await execa("openssl", ["req", "-x509", ...curve, ...what, "-keyout", own.keyFile, "-out", own.certificateFile]);
  return { pem: await readFile(own.certificateFile, "utf8"), certify: (...names) => certify(folder, own, names) };
}

async function certify(folder: string, by: CertificateFiles, names: readonly string[]): Promise<CertificateFiles> {
  const [first = ""] = names;
  const files = filesIn(folder, first);
  const [request, extensions] = [join(folder, `${first}.csr`), join(folder, `${first}.ext`)];
  await writeFile(
    extensions,
    `subjectAltName=${names.map((name) => `${isIP(name) === 0 ? "DNS" : "IP"}:${name}`).join(",")}\n`,
  );
  await execa("openssl", ["req", "-new", ...curve, "-subj", "/", "-keyout", files.keyFile, "-out", request]);
  const signed = ["-CA", by.certificateFile, "-CAkey", by.keyFile, "-CAcreateserial", "-days", "2"];
  const paths = ["-in", request, "-extfile", extensions, "-out", files.certificateFile];
  await execa("openssl", ["x509", "-req", ...signed, ...paths]);
  return files;
}

function filesIn(folder: string, name: string): CertificateFiles {
  return { certificateFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
}
