import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { findArchive, refill } from "../../../../src/actions/backup/drill/archive-source.ts";
import { volumesOf } from "../../../../src/actions/backup/restore/volumes.ts";
import { repositoryKeyLeft } from "../../../../src/cli/keys/new-master-text.ts";
import { execIn } from "../../../../src/io/docker/container-exec.ts";
import { removeFromEngine } from "../../../../src/io/docker/stack-removal.ts";
import { repositoryIn } from "../../../../src/io/repository/repository-in.ts";
import { type MasterKey, newMasterKey } from "../../../../src/keys/master-key.ts";
import { repositoryPassword } from "../../../../src/keys/secrets.ts";
import { archivesIn } from "../../../../src/operations/backup/run/archives.ts";
import { openedAtTarget } from "../../../support/backup/targets/opened.ts";
import { type Sender, startSender } from "../../../support/backup/targets/sender.ts";
import { startTargets, type Target, type Targets } from "../../../support/backup/targets/servers.ts";
import { isSoak, sample } from "../../../support/sample.ts";
import { engineOf } from "../../../support/stack/engine.ts";
import { masterKeyOf } from "../../../support/stack/pulumi.ts";

const stack = inject("backupStack");
const engine = engineOf(stack);
let targets: Targets;
let master: MasterKey;

beforeAll(async () => {
  [targets, master] = await Promise.all([startTargets(engine), masterKeyOf(stack)]);
});

afterAll(async () => {
  await targets?.end();
});

/** One that only lets archives be added, in every run, and another one. */
const drawn = ["rest", ...sample("targets beside REST", ["sftp", "s3"] as const, 1)] as const;

describe.each(drawn)("a backup over %s", (kind) => {
  it("is whole at the target, and what signs in there is in no argument and no output", async () => {
    await using sender = await backingUp(targets[kind]);
    const [made, seen] = await Promise.all([sender.run("run.sh"), processesDuring(sender)]);
    expect(made, made.stderr).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(made.stdout)).toMatchObject({ outcome: "made" });
    const checked = await sender.run("restic.sh", "check", "--read-data");
    expect(checked, checked.stderr).toMatchObject({ exitCode: 0 });
    expect(seen).toContain("restic");
    const said = [made, checked].flatMap(({ stdout, stderr }) => [stdout, stderr]).join("\n");
    for (const secret of [targets[kind].credential, encodeURIComponent(targets[kind].credential)])
      expect(`${seen}${said}`).not.toContain(secret);
  });
});

describe("an archive at a target", () => {
  const kinds = drawn.map((kind) => (kind === "rest" ? "restHttps" : kind));

  // With the command line, and a drill, in the soak (whole.test.ts).
  it.each(sample("targets that an archive is restored from", kinds, 1))("is restored over %s, whole", async (kind) => {
    const at = await openedAtTarget(stack, targets[kind]);
    const name = `${stack.name}-back`;
    const { manifest } = await findArchive(at, name, { wanted: { kind: "newest" }, random: 0 });
    const to = { stack: name, volumes: volumesOf(name), keyId: "", say: () => undefined, beforeCompare: null };
    const { findings } = await refill(at, manifest, { ...to, signal: new AbortController().signal });
    await removeFromEngine(engine, name);
    expect(findings).toEqual([]);
  });
});

describe("a stolen credential", () => {
  it("deletes nothing at a target that only lets archives be added", async () => {
    await using sender = await backingUp(targets.rest);
    const before = await snapshotsOf(sender);
    expect(before.length).toBeGreaterThan(0);
    const forgotten = await sender.run("restic.sh", "forget", ...before);
    expect(forgotten.stderr).toContain("403");
    const { stdout } = await sender.run("restic.sh", "list", "packs");
    const [pack = ""] = stdout.trim().split("\n");
    const basic = Buffer.from(`acme:${targets.rest.credential}`).toString("base64");
    const raw = `DELETE /acme/data/${pack} HTTP/1.0\\r\\nAuthorization: Basic ${basic}\\r\\n\\r\\n`;
    const deleted = await sender.run(
      "-c",
      `exec 3<> /dev/tcp/${targets.container}/8000; printf '${raw}' >&3; head -n 1 <&3`,
    );
    expect(deleted.stdout).toContain("403");
    expect(await snapshotsOf(sender)).toEqual(before);
    const schedule = await sender.run("prune.sh");
    expect(JSON.parse(schedule.stdout)).toMatchObject({ outcome: "skipped" });
  });
});

if (isSoak)
  describe("a target that only lets archives be added", () => {
    // Half a minute where much runs beside it: in the soak.
    const lines = sample("lines that are deleted at an append-only target", ["appendOnly"], 0);
    it.each(lines)("loses what is older than the policy once it is started without that, and %s is gone", async () => {
      const { appendOnly: _, ...without } = targets.rest.settings;
      await using sender = await backingUp({ ...targets.rest, settings: without });
      const archives = async () => archivesIn(await repositoryOf(sender).snapshots([`stack=${stack.name}`]));
      const before = (await archives()).map(({ id }) => id);
      for (const minute of ["01", "05", "25"]) await makeOld(sender, minute);
      const refused = await sender.run("prune.sh");
      expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: "failed", reason: expect.stringContaining("403") });
      expect((await archives()).map(({ id }) => id)).toEqual(["old-01", "old-05", "old-25", ...before]);
      await targets.restartRest();
      expect(JSON.parse((await sender.run("prune.sh")).stdout)).toMatchObject({ outcome: "made", removed: 1 });
      await targets.restartRest("--append-only");
      expect((await archives()).map(({ id }) => id)).toEqual(["old-01", "old-25", ...before]);
      await using again = await backingUp(targets.rest);
      expect(JSON.parse((await again.run("run.sh")).stdout)).toMatchObject({ outcome: "made" });
    });
  });

describe("a target", () => {
  if (drawn.includes("sftp"))
    it("with another host key is refused, and sees no file", async () => {
      const makeKey = "ssh-keygen -q -t ed25519 -N '' -f /tmp/other; cat /tmp/other.pub";
      const { stdout } = await execIn(engine, targets.container, ["sh", "-c", makeKey]);
      const { settings, credential } = targets.sftp;
      await using sender = await backingUp({ settings: { ...settings, hostKeys: [stdout.trim()] }, credential });
      const made = await sender.run("run.sh");
      expect(made.exitCode).not.toBe(0);
      expect(made.stderr).toContain("Host key verification failed");
    });

  const overHttp = drawn.filter((kind) => kind !== "sftp");

  it.each(overHttp)("over %s refuses a wrong credential, which no message repeats", async (kind) => {
    const wrong = "wrong-credential-0123456789";
    await using sender = await backingUp({ ...targets[kind], credential: wrong });
    // S3's refusals are tried again for long: what is said at once is enough.
    const asked = await sender.run("-c", "timeout 5 bash restic.sh snapshots");
    expect(asked.exitCode).not.toBe(0);
    expect(asked.stderr).toMatch(/401|signature/);
    expect(`${asked.stdout}${asked.stderr}`).not.toContain(wrong);
  });
});

describe("a new master key", () => {
  const next = newMasterKey();
  const password = Buffer.from(repositoryPassword(next).reveal());
  const note = "/var/lib/postgresql/data/earlier-repository-key";

  /** As it goes: the earlier container adds the key, and the one that follows it finds its note on the volume. */
  async function replaceKey(earlier: Sender, later: Sender) {
    for (let nth = 1; nth <= 2; nth++)
      expect(await earlier.feed(password, "repository-key.sh", "add")).toMatchObject({ exitCode: 0 });
    const { stdout } = await earlier.run("repository-key.sh", "earlier");
    const retired = await later.run("-c", `echo ${stdout.trim()} > ${note}; bash repository-key.sh retire`);
    const [before, now] = await Promise.all([earlier, later].map((each) => each.run("restic.sh", "snapshots")));
    return { retired: retired.exitCode, opens: [before?.exitCode, now?.exitCode], stdout: now?.stdout };
  }

  if (drawn.includes("s3"))
    it("opens the repository alone once the earlier one is taken out of it", async () => {
      await using earlier = await backingUp(targets.s3);
      await using later = await backingUp(targets.s3, next);
      const { retired, opens, stdout } = await replaceKey(earlier, later);
      expect([retired, opens]).toEqual([0, [12, 0]]);
      expect(stdout).toContain("part=manifest");
      expect((await later.run("repository-key.sh", "earlier")).stdout).toBe("");
    });

  it("opens one that only lets archives be added, and says that the earlier one does too", async () => {
    await using earlier = await backingUp(targets.rest);
    await using later = await backingUp(targets.rest, next);
    const { retired, opens } = await replaceKey(earlier, later);
    expect([retired, opens]).toEqual([4, [0, 0]]);
    const left = (await later.run("repository-key.sh", "earlier")).stdout.trim();
    expect(left).toMatch(/^[0-9a-f]{8,64}$/);
    const command = repositoryKeyLeft(left).at(-1)?.replace("REPOSITORY", "/data/rest/acme") ?? "";
    const done = await execIn(engine, targets.container, ["sh", "-euc", command]);
    expect(done, done.stderr).toMatchObject({ exitCode: 0 });
    const ended = await Promise.all([earlier, later].map((each) => each.run("restic.sh", "snapshots")));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([12, 0]);
  });
});

/** Arguments and environments of all that runs in the container, for some seconds. */
async function processesDuring(sender: Sender): Promise<string> {
  const look = "for i in {1..30}; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; sleep 0.1; done 2> /dev/null";
  return (await sender.run("-c", look)).stdout.replaceAll("\0", "\n");
}

function repositoryOf(sender: Sender) {
  return repositoryIn(async (words) => {
    const result = await sender.run("-c", '"$@"', "bash", ...words);
    return { ...result, stdout: Buffer.from(result.stdout) };
  });
}

/** What pruning takes for an archive of forty days ago: of one hour, the policy keeps the last one, and the very first of all. */
async function makeOld(sender: Sender, minute: string): Promise<void> {
  const time = new Date(Date.now() - 40 * 86_400_000);
  const at = `${time.toISOString().slice(0, 13).replace("T", " ")}:${minute}:00`;
  const tags = [`stack=${stack.name}`, `archive=old-${minute}`, "part=manifest"].flatMap((tag) => ["--tag", tag]);
  const made = await sender.run("restic.sh", "backup", "--host", stack.name, "--time", at, ...tags, "facts.json");
  expect(made, made.stderr).toMatchObject({ exitCode: 0 });
}

async function snapshotsOf(sender: Sender): Promise<readonly string[]> {
  const { stdout } = await sender.run("restic.sh", "snapshots", "--json");
  return (JSON.parse(stdout) as readonly { readonly id: string }[]).map(({ id }) => id);
}

async function backingUp(target: Target, key: MasterKey = master): Promise<Sender & AsyncDisposable> {
  const sender = await startSender(stack, key, targets, target);
  return { ...sender, [Symbol.asyncDispose]: sender.end };
}
