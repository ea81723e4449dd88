import { execa } from "execa";
import { withScratch } from "./scratch.ts";

type OnText = (text: string) => void;

/** Writes Debian's smallest root file system as a tar file (debootstrap(8), variant minbase, its own default mirror); needs root. */
export async function debootstrap(suite: string, tarFile: string, scratch: string, onText: OnText): Promise<void> {
  await installDebootstrap(onText);
  await withScratch(scratch, "debian", async (folder) => {
    await run("debootstrap", ["--variant=minbase", "--include=ca-certificates", suite, folder], onText);
    await run("tar", tarArguments(folder, tarFile), onText);
  });
}

/** The engine makes /dev, /proc and /sys itself; package files already unpacked are of no more use. */
function tarArguments(folder: string, tarFile: string): readonly string[] {
  const left = ["./dev/*", "./proc/*", "./sys/*", "./var/cache/apt/archives/*.deb", "./var/lib/apt/lists/*"];
  return ["-C", folder, "--numeric-owner", ...left.map((pattern) => `--exclude=${pattern}`), "-cf", tarFile, "."];
}

async function installDebootstrap(onText: OnText): Promise<void> {
  const found = await execa("debootstrap", ["--version"], { reject: false });
  if (found.exitCode === 0) return;
  onText("debootstrap is missing; installing it with apt-get");
  await run("apt-get", ["update", "-qq"], onText);
  await run("apt-get", ["install", "-y", "-qq", "debootstrap", "debian-archive-keyring"], onText);
}

async function run(command: string, words: readonly string[], onText: OnText): Promise<void> {
  const child = execa(command, words, { all: true, stdin: "ignore", env: { DEBIAN_FRONTEND: "noninteractive" } });
  for await (const line of child.iterable({ from: "all" })) onText(line);
  await child;
}
