import type Docker from "dockerode";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { ServiceRole } from "../../../src/plan/plan.ts";
import { engineOf, inspectService, printedIn, tryIn } from "../../support/stack/engine.ts";
import { healthOf } from "../../support/stack/health.ts";
import { planOf } from "../../support/stack/plan.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";

const stack = inject("mainStack");
const plan = planOf(stack);
const mebibyte = 2 ** 20;
/** Of the main stack's master key; Pulumi takes seconds to decrypt it. */
let keyId: string;

beforeAll(async () => {
  keyId = (await masterKeyOf(stack)).id();
});

describe.each(Object.values(plan.services))("the container of $role", (planned) => {
  const { role } = planned;
  let found: Docker.ContainerInspectInfo;

  beforeAll(async () => {
    found = await inspectService(stack, role);
  });

  it("does not run as root", async () => {
    expect(found.Config.User).toBe(`${planned.owner.uid}:${planned.owner.gid}`);
    const status = await printedIn(stack, role, "cat", "/proc/1/status");
    expect(/^Uid:\t(\d+)\t(\d+)/m.exec(status)?.slice(1)).toEqual([`${planned.owner.uid}`, `${planned.owner.uid}`]);
  });

  it("writes to its data and to memory alone", async () => {
    expect(found.HostConfig.ReadonlyRootfs).toBe(true);
    expect(Object.keys(found.HostConfig.Tmpfs ?? {}).sort()).toEqual(Object.keys(planned.temporaryFolders).sort());
    const mounts = found.Mounts.map(({ Type, Destination, RW }) => [Type, Destination, RW]).sort();
    expect(mounts).toEqual(
      [
        ["volume", `/cfg/${role}`, false],
        ["volume", planned.dataFolder, true],
        ...planned.reads.map(({ folder }) => ["volume", folder, false]),
        ...planned.writes.map(({ folder }) => ["volume", folder, true]),
      ].sort(),
    );
    for (const folder of ["/", "/etc", "/usr/bin", "/cfg", `/cfg/${role}`])
      expect((await tryIn(stack, role, "touch", `${folder}/mark`)).exitCode).not.toBe(0);
  });

  it("lists in its data volume the key that its data is served with, for itself and root alone", async () => {
    const list = `${planned.dataFolder}/.chatkeep`;
    const { uid, gid } = planned.owner;
    expect(await printedIn(stack, role, "stat", "-c", "%u:%g %a", list)).toBe(`${uid}:${gid} 400\n`);
    expect(await printedIn(stack, role, "cat", list)).toBe(`${keyId}\n`);
  });

  it("has no capability but the planned ones and can gain none", async () => {
    expect(found.HostConfig.CapDrop).toEqual(["ALL"]);
    expect(found.HostConfig.CapAdd ?? []).toEqual([...planned.capabilities]);
    expect(found.HostConfig.SecurityOpt).toContain("no-new-privileges:true");
    expect(found.HostConfig.Privileged).toBe(false);
    const status = await printedIn(stack, role, "cat", "/proc/1/status");
    const bind = planned.capabilities.includes("CAP_NET_BIND_SERVICE") ? 1n << 10n : 0n;
    expect(BigInt(`0x${/^CapBnd:\t(\w+)/m.exec(status)?.[1]}`)).toBe(bind);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  });

  it("has its memory, without swap beside it, and a limit of processes", async () => {
    expect(found.HostConfig.Memory).toBe(planned.memoryMebibytes * mebibyte);
    expect(found.HostConfig.MemorySwap).toBe(planned.memoryMebibytes * mebibyte);
    const limits = await printedIn(stack, role, "cat", "/proc/1/limits");
    if (planned.openFiles !== null) expect(limits).toMatch(new RegExp(`^Max open files +${planned.openFiles} `, "m"));
    expect(limits).toMatch(new RegExp(`^Max processes +${planned.processes} +${planned.processes} `, "m"));
  });

  it("writes bounded logs, comes back by itself and is given time to stop", () => {
    const { LogConfig, RestartPolicy } = found.HostConfig;
    expect(LogConfig).toEqual({ Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } });
    expect(RestartPolicy?.Name).toBe("always");
    expect(found.Config).toMatchObject({ StopSignal: planned.stopSignal, StopTimeout: planned.graceSeconds });
  });

  it("says how it is by a check of its own", () => {
    expect(found.Config.Healthcheck?.Test).toEqual(["CMD", "sh", expect.stringMatching(/^\/cfg\/.*\/health\.sh$/)]);
    expect(found.State.Health?.Status).toBe("healthy");
  });
});

describe("Synapse's health", () => {
  it("is bad when its database is gone, and good again once the database is back", async () => {
    const postgres = engineOf(stack).getContainer(plan.services.postgres.name);
    await postgres.stop();
    try {
      await wakeHealthCheck("synapse");
      await untilTrue("unhealthy Synapse", async () => (await healthOf(stack, "synapse")) === "unhealthy", patient);
    } finally {
      await postgres.start();
    }
    await untilTrue("healthy Postgres", async () => (await healthOf(stack, "postgres")) === "healthy", patient);
    await untilTrue("healthy Synapse", async () => (await healthOf(stack, "synapse")) === "healthy", patient);
  });
});

describe("Postgres's health", () => {
  it("is bad when Synapse's database takes no connections, and good again once it does", async () => {
    const allow = (yes: boolean) => `ALTER DATABASE synapse ALLOW_CONNECTIONS ${yes}`;
    const say = (sql: string) => printedIn(stack, "postgres", "psql", "-U", "postgres", "-d", "postgres", "-c", sql);
    await say(allow(false));
    try {
      await wakeHealthCheck("postgres");
      await untilTrue("unhealthy Postgres", async () => (await healthOf(stack, "postgres")) === "unhealthy", patient);
    } finally {
      await say(allow(true));
    }
    await untilTrue("healthy Postgres", async () => (await healthOf(stack, "postgres")) === "healthy", patient);
  });
});

const patient = { seconds: 60, everyMilliseconds: 250 };

/** A check that went well sleeps for 20 seconds before it looks again (templates/health.sh): this ends its sleep. */
async function wakeHealthCheck(role: ServiceRole): Promise<void> {
  const wake =
    'for it in /proc/[0-9]*; do read -r name < "$it/comm" && [ "$name" = sleep ] && kill "$(basename "$it")"; done';
  await tryIn(stack, role, "sh", "-c", wake);
}
