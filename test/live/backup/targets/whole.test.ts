import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { execIn } from "../../../../src/io/docker/container-exec.ts";
import { wordsOf } from "../../../../src/keys/words.ts";
import type { RepositoryAddress } from "../../../../src/kinds/repository-address.ts";
import { emptyEngine } from "../../../support/backup/stack.ts";
import { startTargets, type Target, type TargetKind, type Targets } from "../../../support/backup/targets/servers.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import { signingKeyOf } from "../../../support/recovery/ceremonies.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { engineOf } from "../../../support/stack/engine.ts";
import { masterKeyOf } from "../../../support/stack/pulumi.ts";
import { changeSetting } from "../../../support/stack/stack-file.ts";

const stack = inject("backupStack");
let targets: Targets;
let files: string;

/** What each takes on the command line of `restore`, beside its address and its credential. */
const flags = {
  sftp: () => ["--host-keys-file", join(files, "host-keys")],
  restHttps: () => ["--user", "acme", "--trusted-authorities-file", join(files, "authority.pem")],
  s3: () => ["--access-key", "acme"],
} as const satisfies Partial<Record<TargetKind, () => readonly string[]>>;

/** A minute and a half each: all are in the soak, and `npm test` restores from one without the command line (targets.test.ts). */
const kinds = sample("targets that a server comes back from", ["sftp", "restHttps", "s3"] as const, 0);

beforeAll(async () => {
  if (kinds.length === 0) return;
  targets = await startTargets(engineOf(stack));
  files = await makeFolder("certificate");
  // As a person has it: what ssh-keyscan(1) prints.
  const keys = await execIn(engineOf(stack), targets.container, ["ssh-keyscan", "-p", "2222", "127.0.0.1"]);
  await writeFile(join(files, "host-keys"), keys.stdout);
  await writeFile(join(files, "authority.pem"), targets.restHttps.authority ?? "");
  for (const kind of kinds) await writeFile(credentialFile(kind), targets[kind].credential);
});

afterAll(async () => {
  if (kinds.length === 0) return;
  await changeSetting(stack.name, "backup", { repository: stack.repository });
  await changeSetting(stack.name, "trustedAuthorities", []);
  await chatkeepSucceeds(stack, ["up", "--yes"]);
  await targets.end();
  await rm(files, { recursive: true });
});

function credentialFile(kind: TargetKind): string {
  return join(files, `credential-${kind}`);
}

it("is tried with every kind of target, in the soak", () => {
  const tried = new Set(Object.keys(flags).map((kind) => kind.replace("Https", "")));
  expect(tried).toEqual(new Set(["sftp", "rest", "s3"] satisfies readonly RepositoryAddress["kind"][]));
});

describe.each(kinds)("a server that backs up over %s", (kind) => {
  it("makes an archive there", async () => {
    const { settings, authority }: Target = targets[kind];
    await changeSetting(stack.name, "backup", settings);
    await changeSetting(stack.name, "trustedAuthorities", authority === undefined ? [] : [authority]);
    await chatkeepSucceeds(stack, ["up", "--yes", "--backup-credential-file", credentialFile(kind)]);
    const { stdout, seconds } = await chatkeepSucceeds(stack, ["backup", "now"]);
    console.log(`The backup over ${kind} took ${seconds.toFixed(1)} s:\n${stdout}`);
  });

  it("passes a drill with every check", async () => {
    const { exitCode, stdout, stderr, seconds } = await chatkeep(stack, ["drill", "--json"]);
    console.log(`The drill over ${kind} took ${seconds.toFixed(1)} s.`);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ passed: true });
  });

  it("comes back on an engine with nothing of it, and backs up on", async () => {
    const words = wordsOf(await masterKeyOf(stack)).reveal();
    const signingKey = await signingKeyOf(stack);
    await emptyEngine(stack);
    const { repository } = targets[kind].settings;
    const where = ["--repository", String(repository), "--backup-credential-file", credentialFile(kind)];
    const given = ["restore", ...where, ...flags[kind](), "--stdin", "--yes"];
    const { stdout, seconds } = await chatkeepSucceeds(stack, given, words);
    console.log(`The restore over ${kind} took ${seconds.toFixed(1)} s:\n${stdout}`);
    expect(stdout).toContain("What came back is what the archive's manifest says");
    expect(await signingKeyOf(stack)).toBe(signingKey);
    await chatkeepSucceeds(stack, ["journal", "verify"]);
    await chatkeepSucceeds(stack, ["backup", "now"]);
  });
});
