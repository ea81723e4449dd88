import { copyFile, cp, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Debian's and Ubuntu's list of the authorities a machine trusts (update-ca-certificates(8)). */
const SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

/** The operator's own certificate bundle: SSL_CERT_FILE, else the system's. */
export function operatorBundle(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment.SSL_CERT_FILE;
  return named === undefined || named === "" ? SYSTEM_BUNDLE : named;
}

/** Fills a build's folder: the recipe, and the operator's certificates (an empty file when there are none). */
export async function fillContext(folder: string, recipe: string, bundle: string): Promise<void> {
  const certificates = join(folder, "operator-ca.crt");
  await cp(recipe, folder, { recursive: true });
  await copyFile(bundle, certificates).catch(() => writeFile(certificates, ""));
}
