import { access } from "node:fs/promises";
import { execa } from "execa";
import { withScratch } from "./scratch.ts";

type OnText = (text: string) => void;

/** Writes Debian's smallest root file system as a tar file (debootstrap(8), variant minbase, its own default mirror); needs root. */
export async function debootstrap(suite: string, tarFile: string, scratch: string, onText: OnText): Promise<void> {
  await installDebootstrap(onText);
  await withScratch(scratch, "debian", async (folder) => {
    await run("debootstrap", debootstrapArguments(suite, folder), onText);
    await run("tar", tarArguments(folder, tarFile), onText);
  });
}

/** Debian's own keys, in its package debian-archive-keyring. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Packages whose list Debian has signed, or none: where debootstrap finds no keys it only warns, unless it is told to check (debootstrap(8)). */
export function debootstrapArguments(suite: string, folder: string): readonly string[] {
  const signed = ["--force-check-gpg", `--keyring=${keyring}`];
  return ["--variant=minbase", "--include=ca-certificates", ...signed, suite, folder];
}

/** The engine makes /dev, /proc and /sys itself; package files already unpacked are of no more use. */
function tarArguments(folder: string, tarFile: string): readonly string[] {
  const left = ["./dev/*", "./proc/*", "./sys/*", "./var/cache/apt/archives/*.deb", "./var/lib/apt/lists/*"];
  return ["-C", folder, "--numeric-owner", ...left.map((pattern) => `--exclude=${pattern}`), "-cf", tarFile, "."];
}

/** debootstrap itself, what reads signatures for it, and the keys: Ubuntu has the first without the last. */
async function installDebootstrap(onText: OnText): Promise<void> {
  const has = (command: string) =>
    execa(command, ["--version"], { reject: false }).then(({ exitCode }) => exitCode === 0);
  const hasKeys = access(keyring).then(
    () => true,
    () => false,
  );
  if ((await has("debootstrap")) && (await has("gpgv")) && (await hasKeys)) return;
  onText("debootstrap, gpgv or Debian's keys are missing; installing them with apt-get");
  await run("apt-get", ["update", "-qq"], onText);
  await run("apt-get", ["install", "-y", "-qq", "debootstrap", "debian-archive-keyring", "gpgv"], onText);
}

async function run(command: string, args: readonly string[], onText: OnText): Promise<void> {
  const child = execa(command, args, { all: true, stdin: "ignore", env: { DEBIAN_FRONTEND: "noninteractive" } });
  for await (const line of child.iterable({ from: "all" })) onText(line);
  await child;
}
