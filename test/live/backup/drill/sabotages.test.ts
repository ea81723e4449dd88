import { cp, rm } from "node:fs/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { findArchive, type OpenedAt, refill } from "../../../../src/actions/backup/drill/archive-source.ts";
import { volumesOf } from "../../../../src/actions/backup/restore/volumes.ts";
import { removeFromEngine } from "../../../../src/io/docker/stack-removal.ts";
import { compareChecks } from "../../../../src/operations/backup/compare/checks.ts";
import type { Manifest } from "../../../../src/operations/backup/manifest.ts";
import { type BrokenRepository, brokenRepositories } from "../../../support/backup/drill/broken-repositories.ts";
import { openedAt } from "../../../support/backup/drill/opened.ts";
import { type Restored, restored } from "../../../support/backup/drill/restored.ts";
import { sabotages } from "../../../support/backup/drill/sabotages.ts";
import { upload } from "../../../support/members/media.ts";
import { operatorOf } from "../../../support/members/operator.ts";
import { makePeople } from "../../../support/members/people.ts";
import { newDevice } from "../../../support/members/recovering/device.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeepSucceeds } from "../../../support/stack/command-line.ts";

const stack = inject("backupStack");
const name = `${stack.name}-broken`;
let at: OpenedAt;
let manifest: Manifest;
let back: Restored;

/** An archive with people, an encrypted message of the canary, and files. */
beforeAll(async () => {
  const operator = await operatorOf(stack);
  const [ana] = await makePeople(operator, stack.serverName, ["ana"]);
  operator.close();
  if (ana === undefined) throw new Error("There is no one.");
  const device = await newDevice(stack, ana, "off");
  await upload(device, 300_000);
  await device.stop();
  await chatkeepSucceeds(stack, ["backup", "now"]);
  at = await openedAt(stack);
  ({ manifest } = await findArchive(at, name, { wanted: { kind: "newest" }, random: 0 }));
  back = await restored(at, manifest, name);
});

afterAll(async () => {
  await back?.[Symbol.asyncDispose]();
});

describe("an archive that was restored", () => {
  it("is as its manifest says", async () => {
    expect(await back.found()).toEqual([]);
  });

  it.each(sample("sabotages", sabotages, 3))("is refused where $title", async ({ check, object, breaks, mends }) => {
    await back.run(breaks);
    expect(await back.found()).toContainEqual([check, object(manifest)]);
    const others = compareChecks.filter(({ id }) => id !== check);
    expect(await back.found(others)).not.toContainEqual([check, object(manifest)]);
    await back.run(mends);
    expect(await back.found()).toEqual([]);
  });
});

describe("an archive that cannot be restored", () => {
  it.each(sample("broken repositories", brokenRepositories, 1))("is refused where $title", async (broken) => {
    const folder = await makeFolder("backups");
    await cp(stack.repository, folder, { recursive: true, preserveTimestamps: true });
    await execa("chown", ["-R", "991:991", folder]);
    broken.inFolder?.(folder, manifest);
    const from = { ...at, repository: { ...at.repository, folder } };
    const seen = await partsOf(broken.opened?.(from) ?? from, broken);
    const [part = "none", said = ""] = Object.entries(seen)[0] ?? [];
    expect(broken.checks).toContain(part);
    expect(said).toMatch(broken.says);
    await rm(folder, { recursive: true });
  });
});

/** What was said at the part that failed, as a drill goes through them. */
async function partsOf(from: OpenedAt, broken: BrokenRepository): Promise<Readonly<Record<string, string>>> {
  const other = `${stack.name}-unread`;
  const wanted = { kind: "named", id: manifest.archive } as const;
  const opened = await findArchive(from, other, { wanted, random: 0 }).catch((error: Error) => error.message);
  if (typeof opened === "string") return { opened };
  const to = { stack: other, volumes: volumesOf(other), keyId: "", say: () => undefined, beforeCompare: null };
  const { signal } = new AbortController();
  const filled = await refill(from, broken.manifest?.(manifest) ?? manifest, { ...to, signal }).catch(
    (error: Error) => error.message,
  );
  await removeFromEngine(at.client, other);
  return typeof filled === "string" ? { restored: filled } : {};
}
