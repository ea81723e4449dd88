import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chatkeep-health-"));
  copyFileSync(join(packageFolder, "templates", "health.sh"), join(folder, "health.sh"));
  writeFileSync(join(folder, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the health check of a service that has not started yet, without its pauses, on a check that ends like this. */
function healthWhereCheckEndsWith(code: number) {
  writeFileSync(join(folder, "asked"), "");
  writeFileSync(join(folder, "check.sh"), `echo asked >> asked\necho "no room"\nexit ${code}\n`);
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync("sh", [join(folder, "health.sh")], { cwd: folder, env, encoding: "utf8" });
  return { status, stdout, asked: readFileSync(join(folder, "asked"), "utf8").split("\n").length - 1 };
}

describe("the health check of a service that starts", () => {
  it("asks many times before it says that the service is not well", () => {
    expect(healthWhereCheckEndsWith(1)).toEqual({ status: 1, stdout: "no room\n", asked: 60 });
  });

  it("reports at once what waiting does not repair", () => {
    expect(healthWhereCheckEndsWith(3)).toEqual({ status: 1, stdout: "no room\n", asked: 1 });
  });
});
