import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeFolder } from "./own-folder.ts";

/** The certificate of a new authority that exists for this test alone; its key is thrown away (openssl-req(1)). */
export async function newAuthority(commonName: string): Promise<string> {
  const folder = await makeFolder("authority");
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", `/CN=${commonName}`, "-days", "2", "-addext", "keyUsage=critical,keyCertSign"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  try {
    await execa("openssl", ["req", "-x509", "-nodes", ...curve, ...subject, "-keyout", key, "-out", certificate]);
    return await readFile(certificate, "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}
