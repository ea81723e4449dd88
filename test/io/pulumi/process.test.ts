import { chmod, mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { askPulumi, type PulumiOptions, tellPulumi } from "../../../src/io/pulumi/process.ts";

let folder: string;
let options: PulumiOptions;

/** Stands for Pulumi: tells in which network it runs, and keeps what it was given. */
const program = '#!/bin/sh\nreadlink /proc/self/ns/net\ncat > "$0.given"\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-test-"));
  const path = join(folder, "pulumi");
  await writeFile(path, program);
  await chmod(path, 0o755);
  const { PATH = "" } = process.env;
  const paths = pathsOf("team", { XDG_STATE_HOME: folder });
  options = { program: path, stack: "team", paths, environment: { PATH } };
});

afterAll(() => rm(folder, { recursive: true }));

// Pulumi listens on 127.0.0.1 for these as well (`pulumi state unprotect` and `stack rm`, seen with 3.259.0).
it("short commands run on a network of their own, whatever the stack's plugins need", async () => {
  const network = (await askPulumi(["stack", "rm"], options)).trim();
  expect(network).toMatch(/^net:\[\d+\]$/);
  expect(network).not.toBe(await readlink("/proc/self/ns/net"));
});

it("a secret reaches them there by a file", async () => {
  const path = join(folder, "secret");
  await writeFile(path, "four words are enough");
  await tellPulumi(["config", "set", "--secret", "chatkeep:masterKey"], options, path);
  expect(await readFile(join(folder, "pulumi.given"), "utf8")).toBe("four words are enough");
});
