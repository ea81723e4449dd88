import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { recordedErasures } from "../../../src/actions/backup/restore/erasures.ts";
import { openedBundle } from "../../../src/actions/stack/bundle/seal.ts";
import { execBytes } from "../../../src/io/docker/container-exec.ts";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { repositoryIn } from "../../../src/io/repository/repository-in.ts";
import { readBundleHead } from "../../../src/keys/bundle.ts";
import { type BundledFile, placeOf } from "../../../src/operations/backup/bundle/bundle.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { engineOf, printedIn } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";
import { leftSinceTests } from "./left-since.ts";

const stack = inject("backupStack");
const paths = pathsOf(stack.name, { XDG_STATE_HOME: stack.stateHome });
const container = nameOf(stack.name, "backup");
const repository = repositoryIn((args) => execBytes(engineOf(stack), container, args));
const dataFolder = "/var/lib/postgresql/data";

describe("what this machine has of a stack", () => {
  it("is left with the backups by each command that had the lock, and the master key opens it", async () => {
    await chatkeepSucceeds(stack, ["account", "create", "bundle-ana", "--generate", "--json"]);
    const words = ["cat", `${dataFolder}/bundle/operator.sealed`];
    const { stdout: sealed } = await execBytes(engineOf(stack), container, words);
    const master = await masterKeyOf(stack);
    expect(readBundleHead(sealed)?.masterKey).toBe(master.id());
    const { files, configuration } = await openedBundle(master, sealed);
    expect(files.journal).toContain("bundle-ana");
    for (const [name, text] of Object.entries(files))
      expect([name, text]).toEqual([name, await readFile(placeOf(name as BundledFile, paths), "utf8")]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["stackFile", "journal", "journalSeal", "checkpoint"]));
    expect(configuration.synapse?.["homeserver.yaml"]).toContain(stack.serverName);
  });

  it("is beside the proxy's certificates and its own authority, which only the backup reads", async () => {
    const root = "/control/caddy/pki/authorities/local/root.crt";
    expect(await printedIn(stack, "backup", "cat", root)).toBe(await readFile(stack.authorityFile, "utf8"));
    const modes = await printedIn(stack, "backup", "find", "/control", "-type", "f", "-printf", "%m %U %G\n");
    expect(new Set(modes.trim().split("\n"))).toEqual(new Set(["640 10443 991"]));
  });
});

describe("an offboarding", () => {
  const user = `@bundle-zoe:${stack.serverName}`;
  const knownToRepository = async () => (await recordedErasures(repository, stack.name)).map((each) => each.user);

  it("ends with 3 while the repository of backups cannot be told, and is recorded by the next backup", async () => {
    await chatkeepSucceeds(stack, ["account", "create", "bundle-zoe", "--generate", "--json"]);
    await chatkeepSucceeds(stack, ["backup", "now"]);
    const [config, away] = ["config", "config.away"].map((name) => join(stack.repository, name)) as [string, string];
    await rename(config, away);
    const ended = await chatkeep(stack, ["team", "offboard", "bundle-zoe", "--erase", "--yes"]);
    await rename(away, config);
    expect(ended.stdout).toContain("Erasure not yet recorded");
    expect(ended.exitCode).toBe(3);
    expect(await knownToRepository()).not.toContain(user);
    expect((await chatkeep(stack, ["status"])).stdout).toContain("not yet recorded in the backups");
    await chatkeepSucceeds(stack, ["backup", "now"]);
    expect(await knownToRepository()).toContain(user);
  });
});

if (isSoak) describe("a restore of an archive from before someone left", leftSinceTests);
