import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { execIn } from "../../../src/io/docker/container-exec.ts";
import { archivesOf, containerOf } from "../../support/backup/archives.ts";
import { engineOf, printedIn } from "../../support/stack/engine.ts";

const server = inject("backupStack");
const data = "/var/lib/postgresql/data";

/** What makes backups of the same server into the same repository from another machine: it shares no lock with the first, and no process. */
let other: Docker.Container;

beforeAll(async () => {
  const engine = engineOf(server);
  const { Config, HostConfig, NetworkSettings } = await engine.getContainer(containerOf(server)).inspect();
  other = await engine.createContainer({
    name: `${containerOf(server)}-other`,
    Image: Config.Image,
    User: Config.User,
    WorkingDir: Config.WorkingDir ?? "",
    Entrypoint: ["sleep", "infinity"],
    Cmd: [],
    Labels: { "chatkeep.stack": server.name },
    HostConfig: {
      ...HostConfig,
      Binds: (HostConfig.Binds ?? []).filter((bind) => !bind.includes(`:${data}`)),
      Tmpfs: { ...HostConfig.Tmpfs, [data]: "uid=991,gid=991" },
      RestartPolicy: { Name: "no" },
      NetworkMode: Object.keys(NetworkSettings.Networks)[0] ?? "none",
    },
  });
  await other.start();
});

afterAll(() => other.remove({ force: true, v: true }));

describe("two machines that back up to one repository", () => {
  it("do not harm each other, also while one of them prunes and verifies", async () => {
    const run = async (script: string) =>
      JSON.parse((await execIn(engineOf(server), other.id, ["bash", script])).stdout);
    const here = async (script: string) => JSON.parse(await printedIn(server, "backup", "bash", script));
    const [one, two] = await Promise.all([run("./run.sh"), here("./run.sh")]);
    const [three, pruned] = await Promise.all([run("./run.sh"), here("./prune.sh")]);
    const made = [one, two, three];
    expect([...made, pruned].map(({ outcome }) => outcome)).toEqual(["made", "made", "made", "made"]);
    expect(await here("./verify.sh")).toMatchObject({ outcome: "made" });
    const whole = (await archivesOf(server)).filter(({ missing }) => missing.length === 0).map(({ id }) => id);
    expect(whole).toContain(three.archive);
  });
});
