import { access, rm, writeFile } from "node:fs/promises";
import { execa } from "execa";

/** What keeps a package from starting its service when it is installed (Debian Policy, invoke-rc.d: exit code 101 is no). */
const policy = "/usr/sbin/policy-rc.d";

/** Installs a package of Debian or Ubuntu where the program it brings is missing, says so on standard error, and starts nothing. */
export async function installWhereMissing(program: string, packageName: string): Promise<void> {
  if (await isThere(program)) return;
  console.error(`${program} is missing: installing ${packageName} with apt-get, without starting anything.`);
  const hadPolicy = await isThere(policy);
  if (!hadPolicy) await writeFile(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await execa("apt-get", ["update", "-qq"], { env });
    await execa("apt-get", ["install", "-y", "-qq", "--no-install-recommends", packageName], { env });
  } finally {
    if (!hadPolicy) await rm(policy);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
