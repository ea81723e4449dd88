import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Debian's and Ubuntu's list of the authorities a machine trusts (update-ca-certificates(8)). */
const SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

/** The operator's own certificate bundle: SSL_CERT_FILE, else the system's. */
export function operatorBundle(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment.SSL_CERT_FILE;
  return named === undefined || named === "" ? SYSTEM_BUNDLE : named;
}

/** A throwaway folder with the recipe and the operator's certificates (an empty file when there are none). */
export async function prepareContext(
  recipe: string,
  bundle: string,
  scratch: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(scratch, { recursive: true });
  const path = await mkdtemp(join(scratch, "build-"));
  const remove = () => rm(path, { recursive: true, force: true });
  try {
    await cp(recipe, path, { recursive: true });
    await copyFile(bundle, join(path, "operator-ca.crt")).catch(() => writeFile(join(path, "operator-ca.crt"), ""));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}
