import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chatkeep-proxy-check-"));
  writeFileSync(join(folder, "host-name"), "chat.acme.test");
  writeFileSync(join(folder, "wget"), "#!/bin/sh\necho asked\n", { mode: 0o755 });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the proxy's check with certificates for these names, where `asked` stands for an answer over TLS. */
function check(wanted: readonly string[] | null, had: readonly string[]) {
  if (wanted !== null) writeFileSync(join(folder, "certified-names"), wanted.map((name) => `${name}\n`).join(""));
  for (const name of had) {
    const place = join(folder, "caddy", "certificates", "acme.test-dir", name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${name}.crt`), "");
  }
  const env = { PATH: `${folder}:${process.env.PATH}`, XDG_DATA_HOME: folder };
  const script = join(packageFolder, "templates", "proxy", "check.sh");
  const { status, stdout } = spawnSync("sh", [script], { cwd: folder, env, encoding: "utf8" });
  return { status, stdout };
}

describe("the proxy's health", () => {
  it("needs a certificate for each of its names, and an answer", () => {
    const names = ["chat.acme.test", "acme.test"];
    expect(check(names, names)).toEqual({ status: 0, stdout: "asked\n" });
  });

  it.each([
    [["chat.acme.test"], "acme.test"],
    [["acme.test"], "chat.acme.test"],
    [[], "chat.acme.test"],
  ])("says which name has none, where %o have one", (had, missing) => {
    const found = check(["chat.acme.test", "acme.test"], had);
    expect(found).toEqual({ status: 1, stdout: `There is no certificate for ${missing} yet.\n` });
  });

  it("asks no more than an answer where the certificate is a file of one's own", () => {
    expect(check(null, [])).toEqual({ status: 0, stdout: "asked\n" });
  });
});
