import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { installWhereMissing } from "../debian-package.ts";
import { makeFolder } from "../own-folder.ts";

/** One line of a scan by testssl.sh (testssl(1), "--jsonfile"). */
export interface Scanned {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** The parts of a scan: protocols, classes of ciphers and forward secrecy; and all else but the headers, which have tests of their own. */
export const scans = {
  short: ["--protocols", "--std", "--pfs"],
  whole: ["--protocols", "--std", "--pfs", "--server-preference", "--vulnerable", "--grease"],
} as const;

/** Scans what answers at an https address of this machine. It asks no one else: no names, no lists of revoked certificates. */
export async function scan(url: string, parts: keyof typeof scans): Promise<readonly Scanned[]> {
  await installWhereMissing("/usr/bin/testssl", "testssl.sh");
  const folder = await makeFolder("testssl");
  try {
    const file = join(folder, "found.json");
    const quiet = ["--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none", "--ip", "127.0.0.1"];
    // Its exit code counts what it dislikes, and is 0 at best.
    await execa("testssl", [...quiet, "--jsonfile", file, ...scans[parts], url], { reject: false });
    return JSON.parse(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}
