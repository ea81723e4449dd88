import { describe, expect, it } from "vitest";
import type { ExecResult } from "../../../../src/io/docker/container-exec.ts";
import type { Files } from "../../../../src/io/machine/files.ts";
import { bundleKeyOf } from "../../../../src/keys/bundle.ts";
import { newMasterKey } from "../../../../src/keys/master-key.ts";
import { repositoryPassword } from "../../../../src/keys/secrets.ts";
import { earlierKeyOf, openEarlierKeys, sealEarlierKeys } from "../../../../src/operations/backup/bundle/bundle.ts";
import { intentText, parseIntent } from "../../../../src/operations/keys/new-master/intent.ts";
import { endingSteps, newMasterSteps, switchSteps } from "../../../../src/operations/keys/new-master/switch.ts";
import { act, evidenceOf } from "../../../../src/operations/steps/table.ts";
import { settingsOf } from "../../../settings/read.ts";
import { sample } from "../../../support/sample.ts";
import { memoryFiles } from "../../steps/made-up-world.ts";
import { earlier, next, openedWithNext, paths, stackWithIntent, stateSecret, token } from "./made-up.ts";

class Killed extends Error {}

/** A disk that is killed before its nth change, counted from 1. */
function killedBefore(files: Files, nth: number): Files {
  let count = 0;
  const counted = <Given extends unknown[], Result>(change: (...given: Given) => Promise<Result>) => {
    return async (...given: Given): Promise<Result> => {
      count += 1;
      if (count === nth) throw new Killed();
      return change(...given);
    };
  };
  return { ...files, write: counted(files.write), remove: counted(files.remove), move: counted(files.move) };
}

/** With a repository of backups, which takes a new password where it is reached. */
async function performOn(files: Files, marked: string[] = [], repository: Repository = opens([])): Promise<void> {
  const execIn = async (container: string, args: readonly string[]) => {
    marked.push(`${container} ${args.at(-2)} ${args.at(-1)}`);
    return { exitCode: 0, stdout: "", stderr: "" };
  };
  const text = await files.read(paths.pendingNewMaster);
  if (text === null) return;
  const intent = parseIntent(text, paths.pendingNewMaster);
  const volumes = [{ container: "postgres", folder: "/data" }];
  const feedIn = async (_: string, [, , verb]: readonly string[], input: Uint8Array) =>
    repository(verb ?? "", Buffer.from(input).toString());
  const world = { files, paths, engine: { execIn, feedIn }, marking: "script" };
  for (const step of [...switchSteps(intent, volumes, paths, "backup"), ...endingSteps(intent, "backup")])
    await act(step, newMasterSteps, world);
}

type Repository = (verb: string, password: string) => ExecResult | null;

function opens(passwords: string[]): Repository {
  return (verb, password) => {
    passwords.push(`${verb} ${password}`);
    return { exitCode: 0, stdout: "", stderr: "" };
  };
}

/** The master keys whose bundles the next one opens. */
function earlierKeyIdsOn(disk: ReadonlyMap<string, string>): readonly string[] | undefined {
  const opened = openEarlierKeys(bundleKeyOf(next), disk.get(paths.earlierBundleKeys) ?? "");
  return opened?.map(({ masterKey }) => masterKey);
}

const whole = {
  masterKey: next.text().reveal(),
  cloudflareToken: token.reveal(),
  state: stateSecret,
  isSameSalt: true,
};

describe("a new master key", () => {
  it("opens settings and state alone, and everything else of them is as it was", async () => {
    const { disk, intent } = await stackWithIntent();
    const marked: string[] = [];
    await performOn(memoryFiles(disk), marked);
    expect(await openedWithNext(disk)).toEqual({ ...whole, passwordPepper: intent.pepper.reveal() });
    expect(marked).toEqual([`postgres /data ${next.id()}`, "backup ./repository-key.sh retire"]);
    const text = disk.get(paths.stackFile) ?? "";
    expect(text).toContain("# ours\n");
    expect(text).toContain("chatkeep:serverName: acme.example # for good");
    expect(settingsOf(text)).toMatchObject({ epochs: {}, retiredSigningKeys: [intent.retire] });
    for (const [path, held] of disk) expect(`${path}: ${held}`).not.toContain(earlier.text().reveal());
    expect([...disk.keys()].sort()).toEqual(
      [paths.checkpoint, paths.earlierBundleKeys, paths.passphrase, paths.stackFile].sort(),
    );
  });

  const points = sample("kill points of a new master key", [1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
  it.each(points)("is finished by the next run when the one before was killed at change %i", async (nth) => {
    const { disk, intent } = await stackWithIntent();
    await expect(performOn(killedBefore(memoryFiles(disk), nth))).rejects.toThrow(Killed);
    expect(disk.has(paths.pendingNewMaster)).toBe(true);
    await performOn(memoryFiles(disk));
    expect(await openedWithNext(disk)).toEqual({ ...whole, passwordPepper: intent.pepper.reveal() });
    expect(settingsOf(disk.get(paths.stackFile) ?? "").retiredSigningKeys).toEqual([intent.retire]);
    expect(earlierKeyIdsOn(disk)).toEqual([earlier.id()]);
  });

  it("opens the repository of backups before anything is changed, and once it is in the stack file not again", async () => {
    const { disk, intent } = await stackWithIntent();
    const passwords: string[] = [];
    await performOn(memoryFiles(disk), [], opens(passwords));
    expect(passwords).toEqual([`add ${repositoryPassword(next).reveal()}`]);
    disk.set(paths.pendingNewMaster, intentText(intent).reveal());
    await performOn(memoryFiles(disk), [], opens(passwords));
    expect(passwords).toHaveLength(1);
  });

  it.each<readonly [string, ExecResult | null]>([
    ["its container does not run", null],
    ["connection refused", { exitCode: 1, stdout: "", stderr: "Fatal\ndial tcp: connection refused\n" }],
  ])("changes nothing where the repository of backups is not reached: %s", async (why, answer) => {
    const { disk } = await stackWithIntent();
    const before = new Map(disk);
    await expect(performOn(memoryFiles(disk), [], () => answer)).rejects.toThrow(why);
    expect(disk).toEqual(before);
  });

  it("keeps what opens the bundles of each earlier key", async () => {
    const { disk } = await stackWithIntent();
    const before = earlierKeyOf(newMasterKey());
    disk.set(paths.earlierBundleKeys, sealEarlierKeys(bundleKeyOf(earlier), new Date(0), [before]));
    await performOn(memoryFiles(disk));
    expect(earlierKeyIdsOn(disk)).toEqual([before.masterKey, earlier.id()]);
  });

  it("is refused where the state belongs to a third key, and that stays as it is", async () => {
    const { disk } = await stackWithIntent();
    const other = (disk.get(paths.checkpoint) ?? "").replace(/"salt": "v1:[^:]+/, '"salt": "v1:AAAAAAAAAAA=');
    disk.set(paths.checkpoint, other);
    await expect(performOn(memoryFiles(disk))).rejects.toThrow(
      "is not encrypted with the passphrase of the earlier key",
    );
    expect(disk.get(paths.checkpoint)).toBe(other);
  });

  it("leaves no secret in the steps that the journal keeps", async () => {
    const { intent } = await stackWithIntent();
    const steps = [...switchSteps(intent, [], paths, "backup"), ...endingSteps(intent, "backup")];
    const kept = JSON.stringify([steps, steps.map((step) => evidenceOf(step, newMasterSteps))]);
    for (const secret of [intent.master.text(), intent.from, intent.pepper])
      expect(kept).not.toContain(secret?.reveal());
  });
});

describe("a new master key for a server whose earlier one is lost", () => {
  it("leaves out what cannot be opened, and sets the state aside", async () => {
    const { disk, intent } = await stackWithIntent();
    const lost = { ...intent, from: null, issued: { cloudflareToken: token } };
    disk.set(paths.pendingNewMaster, intentText(lost).reveal());
    disk.set(
      paths.stackFile,
      `${disk.get(paths.stackFile)}`.replace("config:\n", "config:\n  aws:key:\n    secure: v1:AAAA:BBBB\n"),
    );
    await performOn(memoryFiles(disk));
    const { masterKey, cloudflareToken, passwordPepper } = await openedWithNext(disk);
    expect([masterKey, cloudflareToken, passwordPepper]).toEqual([
      next.text().reveal(),
      token.reveal(),
      intent.pepper.reveal(),
    ]);
    expect(disk.get(paths.stackFile)).not.toContain("aws:key");
    expect(disk.has(paths.checkpoint)).toBe(false);
    const aside = `${paths.stateFolder}/pulumi.before-${next.id()}`;
    expect(disk.get(`${aside}.yaml`)).toContain("aws:key");
    expect(disk.get(`${aside}.passphrase`)).toBe(intent.from?.reveal());
    expect([...disk.keys()].some((path) => path.startsWith(`${paths.stateFolder}/pulumi.before-${next.id()}/`))).toBe(
      true,
    );
  });
});

describe("a state that was begun with the new key before a run was killed", () => {
  it("stays where it is", async () => {
    const { disk, intent } = await stackWithIntent();
    const lost = intentText({ ...intent, from: null }).reveal();
    disk.set(paths.pendingNewMaster, lost);
    await performOn(memoryFiles(disk));
    disk.set(paths.pendingNewMaster, lost);
    disk.set(paths.checkpoint, "of the new key");
    await performOn(memoryFiles(disk));
    expect(disk.get(paths.checkpoint)).toBe("of the new key");
  });
});

describe("the note of a new master key", () => {
  it("is read back as it was written", async () => {
    const { intent } = await stackWithIntent();
    const read = parseIntent(intentText(intent).reveal(), "note");
    expect(intentText(read).reveal()).toBe(intentText(intent).reveal());
  });

  it.each(["", "{}", '{"version":1,"key":"short"}'])("is refused where it is damaged: %j", (text) => {
    expect(() => parseIntent(text, "note")).toThrow("note does not hold a new master key");
  });
});
