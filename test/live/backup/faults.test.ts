import { chmod, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { fieldsOf, parseJson } from "../../../src/kinds/json.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { archivesOf, containerOf, resultsOf } from "../../support/backup/archives.ts";
import { allWell } from "../../support/crash.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep } from "../../support/stack/command-line.ts";
import { engineOf, printedIn, tryIn } from "../../support/stack/engine.ts";

const server = inject("backupStack");
const run = ["bash", "./run.sh"] as const;

/** How a run ended, by what it printed. */
async function result() {
  const { stdout, stderr } = await tryIn(server, "backup", ...run);
  const { outcome, archive, reason, seconds } = fieldsOf(parseJson(stdout));
  return { outcome, archive, reason: String(reason ?? stderr), seconds: Number(seconds) };
}

describe("a backup that something befalls", () => {
  let good: string;
  let seconds: number;

  beforeAll(async () => {
    const made = await result();
    expect(made).toMatchObject({ outcome: "made" });
    [good, seconds] = [String(made.archive), made.seconds];
  });

  /** After it, the last good archive is still that, and the next run works. */
  async function recovers(): Promise<void> {
    expect((await resultsOf(server)).lastGood?.archive).toBe(good);
    const next = await result();
    expect(next).toMatchObject({ outcome: "made" });
    good = String(next.archive);
  }

  const moments = Array.from({ length: 20 }, (_, index) => (index + 1) / 20);
  it.each(sample("moments at which a backup is killed", moments, 2))(
    "is killed after %s of its time, and leaves nothing that hinders the next one",
    async (moment) => {
      const begun = await beginRun();
      await pause(moment * seconds * 1_000);
      // Once the script alone, whose programs then work on; once all of them.
      const which = Math.round(moment * 20) % 2 === 0 ? '"$(cut -d " " -f 1 /var/lib/postgresql/data/lock)"' : "-1";
      await tryIn(server, "backup", "sh", "-c", `kill -KILL ${which}`);
      await until("end of the killed run", async () => ((await begun.inspect()).Running ? null : true));
      const archives = await archivesOf(server);
      expect(archives.filter(({ missing }) => missing.length === 0).map(({ id }) => id)).toContain(good);
      // Killed after its last part was stored, it made one all the same.
      good = (await resultsOf(server)).lastGood?.archive ?? "";
      await recovers();
    },
  );

  it("finds the lock of a removal of archives that was killed, which keeps everyone else out, and goes on at once", async () => {
    const script =
      "bash ./restic.sh prune > /dev/null & until ls /repository/locks | grep -q .; do :; done; kill -KILL $!; ls /repository/locks";
    expect(await printedIn(server, "backup", "sh", "-c", script)).toMatch(/^[0-9a-f]{64}\n$/);
    await recovers();
  });

  it("finds its target full: it says so, and the archives before it stay", async () => {
    const ballast = join(server.repository, "ballast");
    const { bavail, bsize } = await statfs(server.repository);
    await writeFile(ballast, Buffer.alloc(bavail * bsize));
    const full = await result();
    await rm(ballast);
    expect(full).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/no space left/) });
    await recovers();
  });

  it("finds its target gone: it makes no new repository there, and `status` is loud", async () => {
    await chmod(server.repository, 0o000);
    const gone = await result();
    const { exitCode, stdout } = await chatkeep(server, ["status", "--json"]);
    await chmod(server.repository, 0o700);
    expect(gone).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/permission denied/) });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, backups: { health: "failing", ill: true } });
    await recovers();
  });

  it("loses its database in the middle", async () => {
    const begun = await beginRun();
    await engineOf(server).getContainer(nameOf(server.name, "postgres")).restart();
    await until("end of the run", async () => ((await begun.inspect()).Running ? null : true));
    await allWell(server);
    // It may have had all of the database already.
    good = (await resultsOf(server)).lastGood?.archive ?? "";
    await recovers();
  });

  it("leaves a repository that is whole, however often", async () => {
    expect(JSON.parse(await printedIn(server, "backup", "bash", "./verify.sh", "structure"))).toMatchObject({
      outcome: "made",
    });
  });
});

/** Starts a run and does not wait for it. */
async function beginRun() {
  const exec = await engineOf(server)
    .getContainer(containerOf(server))
    .exec({ Cmd: [...run] });
  await exec.start({ Detach: true });
  return exec;
}
