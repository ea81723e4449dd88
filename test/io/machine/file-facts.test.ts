import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { factsOfFile } from "../../../src/io/machine/file-facts.ts";

let folder: string;

beforeAll(async () => {
  const around = await mkdtemp(join(tmpdir(), "chatkeep-facts-"));
  folder = join(around, "stacks");
  await mkdir(join(folder, "pictures"), { recursive: true });
  await mkdir(join(around, "stacks-of-others"));
  await writeFile(join(around, "stacks-of-others", "a.png"), "outside");
  await writeFile(join(folder, "pictures", "a.png"), "picture");
  await writeFile(join(folder, "long.png"), "x".repeat(5_000));
  await symlink("pictures/a.png", join(folder, "inside.png"));
  await symlink("../stacks-of-others/a.png", join(folder, "outside.png"));
  await symlink("..", join(folder, "up"));
  await symlink("/dev/zero", join(folder, "endless.png"));
  await symlink("nowhere.png", join(folder, "dangling.png"));
  await symlink("circle.png", join(folder, "circle.png"));
  execFileSync("mkfifo", [join(folder, "pipe.png")]);
});

afterAll(() => rm(join(folder, ".."), { recursive: true, force: true }));

describe("what is at a path below a folder", () => {
  it("is a file with its size, its beginning and its digest, also by a link in the folder", async () => {
    const sha256 = createHash("sha256").update("picture").digest("hex");
    const facts = { kind: "file", bytes: 7, beginning: Buffer.from("picture"), sha256 };
    expect(await factsOfFile(folder, "pictures/a.png", 7)).toEqual(facts);
    expect(await factsOfFile(folder, "inside.png", 7)).toEqual(facts);
    expect(await factsOfFile(folder, "long.png", 5_000)).toMatchObject({ bytes: 5_000, beginning: { length: 1_024 } });
  });

  it.each([
    ["nothing.png", { kind: "nothing" }],
    ["pictures/a.png/b.png", { kind: "nothing" }],
    ["dangling.png", { kind: "nothing" }],
    ["x".repeat(300), { kind: "nothing" }],
    ["pictures", { kind: "no-file" }],
    [".", { kind: "no-file" }],
    ["pipe.png", { kind: "no-file" }],
    ["outside.png", { kind: "outside" }],
    ["up/stacks-of-others/a.png", { kind: "outside" }],
    ["endless.png", { kind: "outside" }],
    ["circle.png", { kind: "unreadable", why: "ELOOP" }],
    ["long.png", { kind: "too-large", bytes: 5_000 }],
  ])("%s", async (path, facts) => {
    expect(await factsOfFile(folder, path, 100)).toEqual(facts);
  });
});
