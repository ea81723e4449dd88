import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chatkeep-room-"));
  writeFileSync(join(folder, "volume-name"), "chatkeep-acme-postgres");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `need_room` where `df -Pk` says that so many KiB of 300 MiB are free (POSIX, "df", output with -P). */
function needRoom(freeKibibytes: number) {
  const head = "Filesystem     1024-blocks   Used Available Capacity Mounted on";
  const row = `/dev/a-disk         307200 ${307_200 - freeKibibytes} ${freeKibibytes}      50% /data`;
  writeFileSync(join(folder, "df"), `#!/bin/sh\n[ "$*" = "-Pk /data" ] && printf '%s\\n' '${head}' '${row}'\n`, {
    mode: 0o755,
  });
  const words = ["-euc", `. '${join(packageFolder, "templates", "room.sh")}'; need_room /data 32`];
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync("sh", words, { cwd: folder, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a volume", () => {
  it("has room, without a word, when as much is free as is needed", () => {
    expect(needRoom(32 * 1024)).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it.each([32 * 1024 - 1, 0])("is full, by name and with what to do, with %i KiB free", (free) => {
    const { status, stdout, stderr } = needRoom(free);
    expect([status, stderr]).toEqual([3, ""]);
    const place = "Make room on the disk that holds it (`docker volume inspect chatkeep-acme-postgres` says where)";
    const numbers = `${Math.floor(free / 1024)} of 300 MiB are free, 32 are needed`;
    expect(stdout).toBe(
      `The volume chatkeep-acme-postgres is full: ${numbers}. ${place}. Then it goes on by itself.\n`,
    );
  });

  it("is measured by what this machine's own df prints", () => {
    const words = ["-euc", `. '${join(packageFolder, "templates", "room.sh")}'; need_room / "$0"`];
    const ask = (mebibytes: number) => spawnSync("sh", [...words, `${mebibytes}`], { cwd: folder, encoding: "utf8" });
    expect(ask(0)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const more = ask(10 ** 12);
    expect(more).toMatchObject({ status: 3, stderr: "" });
    expect(more.stdout).toMatch(/ is full: [1-9]\d* of [1-9]\d* MiB are free, 1000000000000 are needed\./);
  });
});
