import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { installWhereMissing } from "../debian-package.ts";

/** A release whose database is of schema 92, as PyPI has it; and the last release of a library before one that it cannot use. */
const requirements = `matrix-synapse==1.139.2 \\
  --hash=sha256:72aacddf33f55368c8506a33ae90b457a12c2ef1a62dbb652a51b7a15c8ae5a0 \\
  --hash=sha256:c4d9d75f30667f4f038f0e77fc5da011bee977bcce65afc323f3af7ca1673bd6
prometheus-client==0.21.1 \\
  --hash=sha256:594b45c410d6f4f8888940fe80b5cc2521b305a1fafe1c58609ef715a001f301
`;

/** One file of a package. */
export interface Wheel {
  readonly name: string;
  readonly content: Buffer;
}

/** The older Synapse, which runs on the interpreter and the other packages of today's image. Downloaded once, and kept in the cache folder. */
export async function olderSynapse(): Promise<readonly Wheel[]> {
  const folder = join(pathsOf("local", process.env).cache, "older-synapse-1.139.2");
  const names = await wheelsIn(folder);
  if (names.length < 2) await download(folder);
  const all = await wheelsIn(folder);
  return Promise.all(all.map(async (name) => ({ name, content: await readFile(join(folder, name)) })));
}

async function wheelsIn(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).filter((name) => name.endsWith(".whl"));
}

/** With the machine's own pip, its mirrors and its authorities. */
async function download(folder: string): Promise<void> {
  const list = join(folder, "requirements.txt");
  await writeFile(list, requirements);
  const words = [
    "download",
    "--quiet",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--require-hashes",
    "--dest",
    folder,
    "--requirement",
    list,
  ];
  const run = () => execa("pip3", words);
  await run().catch(async (error: { readonly code?: string }) => {
    if (error.code !== "ENOENT") throw error;
    await installWhereMissing("/usr/bin/pip3", "python3-pip");
    await run();
  });
}
