import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../../../src/actions/backup/restore/read-archive.ts";
import { VaultError } from "../../../../src/errors.ts";
import type { Filler } from "../../../../src/io/repository/filler.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

const sealed = Buffer.from("what the operator's machine left");
const { archive, stack } = smallManifest;

describe("an archive that is opened", () => {
  it("takes three starts of restic, where it is the newest and nothing was erased", async () => {
    const asked: string[] = [];
    const read = await readArchive(fillerWith(sha256(sealed), asked), { stack, id: null });
    expect([read.bundle, read.newestBundle, read.erasures]).toEqual([sealed, sealed, []]);
    expect(asked.toSorted()).toEqual([
      "dump the-files /var/lib/postgresql/data/bundle/operator.sealed",
      "dump the-manifest manifest.json",
      "snapshots",
    ]);
  });

  it("is refused with other settings than its manifest names", async () => {
    const reading = readArchive(fillerWith("0".repeat(64), []), { stack, id: null });
    await expect(reading).rejects.toThrow(VaultError);
    await expect(reading).rejects.toThrow(/are not those that its manifest names/);
  });
});

/** One whose repository holds the small archive, and settings in it that its manifest has this digest of. */
function fillerWith(digest: string, asked: string[]): Filler {
  const bundle = { sealedAt: smallManifest.at, bytes: sealed.length, sha256: digest };
  const snapshots = ["database", "files", "manifest"].map((part) => ({
    ...{ id: `the-${part}`, time: smallManifest.finishedAt, hostname: stack, paths: [] },
    tags: [`stack=${stack}`, `archive=${archive}`, `part=${part}`],
  }));
  const answers: Readonly<Record<string, string | Buffer>> = {
    snapshots: JSON.stringify(snapshots),
    "dump the-manifest manifest.json": JSON.stringify({ ...smallManifest, bundle }),
    "dump the-files /var/lib/postgresql/data/bundle/operator.sealed": sealed,
  };
  const run: Filler["run"] = async (args) => {
    const question = args
      .slice(args.indexOf("./restic.sh") + 1)
      .filter((word) => !word.startsWith("--"))
      .join(" ");
    asked.push(question);
    const answer = answers[question];
    if (answer === undefined) throw new Error(`restic was asked for ${question}`);
    return { exitCode: 0, stdout: Buffer.from(answer), stderr: "" };
  };
  return { run } as Filler;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
