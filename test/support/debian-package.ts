import { access } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/**
 * Installs a package unless its program is there by now. What keeps it from starting its service is a file (Debian Policy,
 * invoke-rc.d: exit code 101 is no).
 */
const script = `
  program=$0 package=$1 policy=/usr/sbin/policy-rc.d
  [ ! -e "$program" ] || exit 0
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > "$policy"
    chmod 0755 "$policy"
  fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$package"
`;

/**
 * Installs a package of Debian or Ubuntu where the program it brings is missing, says so on standard error, and starts nothing. One
 * at a time (flock(1)): several lanes of tests may lack something at once.
 */
export async function installWhereMissing(program: string, packageName: string): Promise<void> {
  if (await isThere(program)) return;
  console.error(`${program} is missing: installing ${packageName} with apt-get, without starting anything.`);
  const words = [join(tmpdir(), "chatkeep-tests-apt.lock"), "sh", "-ec", script, program, packageName];
  await execa("flock", words, { env: { DEBIAN_FRONTEND: "noninteractive" } });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
