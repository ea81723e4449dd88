import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { execIn } from "../../../src/io/docker/container-exec.ts";
import { type Sender, startSender } from "../../support/backup/targets/sender.ts";
import { startTargets, type Target, type Targets } from "../../support/backup/targets/servers.ts";
import { engineOf } from "../../support/stack/engine.ts";

const stack = inject("backupStack");
const engine = engineOf(stack);
let targets: Targets;

beforeAll(async () => {
  targets = await startTargets(engine);
});

afterAll(async () => {
  await targets?.end();
});

describe.each(["sftp", "rest", "s3"] as const)("a backup over %s", (kind) => {
  it("is whole at the target, and what signs in there is in no argument and no output", async () => {
    await using sender = await backingUp(targets[kind]);
    const made = await sender.run("run.sh");
    expect(made, made.stderr).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(made.stdout)).toMatchObject({ outcome: "made" });
    const checked = await sender.run("restic.sh", "check", "--read-data");
    expect(checked, checked.stderr).toMatchObject({ exitCode: 0 });
    const said = [made, checked].flatMap(({ stdout, stderr }) => [stdout, stderr]).join("\n");
    expect(said).not.toContain(targets[kind].credential);
    const seen = await sender.run(
      "-c",
      "bash restic.sh snapshots > /dev/null & for i in 1 2 3 4 5 6 7 8; do cat /proc/*/cmdline /proc/*/environ; sleep 0.1; done; wait",
    );
    expect(seen.stdout).toContain("snapshots");
    expect(seen.stdout).not.toContain(targets[kind].credential);
    expect(seen.stdout).not.toContain(encodeURIComponent(targets[kind].credential));
  });
});

describe("a stolen credential", () => {
  it("deletes nothing at a target that only lets archives be added", async () => {
    await using sender = await backingUp(targets.rest);
    const before = await snapshotsOf(sender);
    expect(before.length).toBeGreaterThan(0);
    const forgotten = await sender.run("restic.sh", "forget", ...before);
    expect(forgotten.stderr).toContain("403");
    const pruned = await sender.run("restic.sh", "prune");
    expect(pruned.exitCode).not.toBe(0);
    expect(await snapshotsOf(sender)).toEqual(before);
    const schedule = await sender.run("prune.sh");
    expect(JSON.parse(schedule.stdout)).toMatchObject({ outcome: "skipped" });
  });
});

describe("a target", () => {
  it("with another host key is refused, and sees no file", async () => {
    const { stdout } = await execIn(engine, targets.container, [
      "sh",
      "-c",
      "ssh-keygen -q -t ed25519 -N '' -f /tmp/other; cat /tmp/other.pub",
    ]);
    const { settings, credential } = targets.sftp;
    await using sender = await backingUp({ settings: { ...settings, hostKeys: [stdout.trim()] }, credential });
    const made = await sender.run("run.sh");
    expect(made.exitCode).not.toBe(0);
    expect(made.stderr).toMatch(/host key/i);
  });

  it.each(["rest", "s3"] as const)("over %s refuses a wrong credential, which no message repeats", async (kind) => {
    const wrong = "wrong-credential-0123456789";
    await using sender = await backingUp({ ...targets[kind], credential: wrong });
    const made = await sender.run("run.sh");
    expect(made.exitCode).not.toBe(0);
    expect(`${made.stdout}${made.stderr}`).not.toContain(wrong);
  });
});

async function snapshotsOf(sender: Sender): Promise<readonly string[]> {
  const { stdout } = await sender.run("restic.sh", "snapshots", "--json");
  return (JSON.parse(stdout) as readonly { readonly id: string }[]).map(({ id }) => id);
}

async function backingUp(target: Target): Promise<Sender & AsyncDisposable> {
  const sender = await startSender(stack, targets, target);
  return { ...sender, [Symbol.asyncDispose]: sender.end };
}
