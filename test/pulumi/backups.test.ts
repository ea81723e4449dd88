import { describe, expect, it } from "vitest";
import { declare } from "./declare.ts";

const container = "docker:index/container:Container";

describe("the declared stack with backups to a folder", () => {
  const wish = { backup: { repository: "/srv/chatkeep" } };

  it("has one more container, which reads Synapse's data and writes into that folder, and into nothing else of the machine", async () => {
    const all = await declare(wish);
    const inputs = all.find(({ type, name }) => type === container && name === "backup")?.inputs;
    expect(inputs).toMatchObject({
      image: expect.stringMatching(/^chatkeep\/backup:[0-9.]+-official-r[0-9]+$/),
      user: "991:991",
      readOnly: true,
      capabilities: { drops: ["ALL"], adds: [] },
      mounts: [{ type: "bind", source: "/srv/chatkeep", target: "/repository" }],
      volumes: [
        { volumeName: "chatkeep-acme-configuration-backup", containerPath: "/cfg/backup", readOnly: true },
        { volumeName: "chatkeep-acme-backup", containerPath: "/var/lib/postgresql/data" },
        { volumeName: "chatkeep-acme-synapse", containerPath: "/synapse", readOnly: true },
        { volumeName: "chatkeep-acme-control", containerPath: "/control", readOnly: true },
      ],
    });
    expect(inputs?.networksAdvanced).toHaveLength(1);
    const component = all.find(({ type }) => type === "chatkeep:server:Backup");
    expect(component?.name).toBe("backup");
  });

  it("hands the folder to the installer too, and no container of a stack without backups has a folder of the machine", async () => {
    const mountsOf = async (settings: Readonly<Record<string, unknown>>) =>
      (await declare(settings)).filter(({ inputs }) => inputs.mounts !== undefined).map(({ name }) => name);
    expect((await mountsOf(wish)).map((name) => name.replace(/-[0-9a-f]{12}$/, ""))).toEqual(["installer", "backup"]);
    expect(await mountsOf({})).toEqual([]);
  });
});
