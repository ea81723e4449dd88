import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { resticAddress } from "../../../src/render/services/backup.ts";
import { backupCredential } from "../../../src/settings/issued-secrets.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const sftp = { hostKeys: [hostKey] };

describe("a backup's target", () => {
  it.each([
    ["/srv/chatkeep/", {}, "/repository", false],
    ["sftp://ana@b.acme.example/acme", sftp, "sftp://ana@b.acme.example:22/acme", true],
    ["sftp://ana@192.0.2.7:2222//srv/acme", sftp, "sftp://ana@192.0.2.7:2222//srv/acme", true],
    ["sftp://ana@[2001:db8::7]/acme", sftp, "sftp://ana@[2001:db8::7]:22/acme", true],
    ["rest:https://b.acme.example/acme", {}, "rest:https://b.acme.example/acme/", false],
    ["rest:http://backup:8000", { user: "ana" }, "rest:http://backup:8000/", true],
    [
      "s3:https://s3.acme.example/acme-backups/one/",
      { accessKey: "a" },
      "s3:https://s3.acme.example/acme-backups/one",
      true,
    ],
  ])("%s %j is restic's %s, and something signs in there: %s", (repository, more, address, signsIn) => {
    const settings = exampleSettings({ backup: { repository, ...more } });
    const { backup } = decidePlan("acme", settings);
    expect(backup === null ? null : resticAddress(backup.repository)).toBe(address);
    expect(backupCredential.isNeeded(settings)).toBe(signsIn);
  });

  it("has the host keys that ssh-keyscan printed, with and without the host's name", () => {
    const hostKeys = [`b.acme.example ${hostKey}`, `${hostKey} root@b`];
    const settings = exampleSettings({ backup: { repository: "sftp://ana@b.acme.example/acme", hostKeys } });
    expect(settings.backup?.hostKeys).toEqual([hostKey, hostKey]);
  });
});

describe("a backup's credential", () => {
  const folder = mkdtempSync(join(tmpdir(), "chatkeep-keys-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function newKey(name: string, passphrase: string, ...more: readonly string[]): string {
    const path = join(folder, name);
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", path, ...more]);
    return path;
  }

  it("is a private key of ssh-keygen without a passphrase, or one line", () => {
    const [open, locked, pem] = [
      newKey("open", ""),
      newKey("locked", "hunter2hunter2"),
      newKey("pem", "hunter2", "-t", "rsa", "-m", "PEM"),
    ];
    expect(backupCredential.problemIn(readFileSync(open, "utf8").trim())).toBeNull();
    expect(backupCredential.problemIn(readFileSync(locked, "utf8"))).toContain("has a passphrase");
    expect(backupCredential.problemIn(readFileSync(pem, "utf8"))).toContain("has a passphrase");
    expect(backupCredential.problemIn(readFileSync(`${open}.pub`, "utf8"))).toContain("public key");
    expect(backupCredential.problemIn(readFileSync(open, "utf8").slice(0, 200))).toContain("not a whole private key");
    expect(backupCredential.problemIn("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).toBeNull();
    expect(backupCredential.problemIn("two\nlines")).toContain("neither");
  });
});
