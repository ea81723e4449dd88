import Docker from "dockerode";
import { describe, expect, it } from "vitest";
import {
  begunRestore,
  refuseAnother,
  refuseOccupied,
  rememberRestore,
} from "../../../../src/actions/backup/restore/target.ts";
import { sessionFor } from "../../../../src/actions/session.ts";
import type { StackObservation } from "../../../../src/io/docker/observations.ts";
import { pathsOf } from "../../../../src/io/machine/paths.ts";
import { stackEngine } from "../../../../src/io/stack-engine.ts";
import { madeUpTerminal } from "../../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../../operations/steps/made-up-world.ts";

const paths = pathsOf("acme", { HOME: "/home/ada" });
const nothing: StackObservation = { containers: [], networks: [], volumes: [] };
const left = ["postgres", "synapse", "proxy"].map((role) => ({ name: `chatkeep-acme-${role}`, stack: "acme" }));

describe("where a server is restored", () => {
  it("nothing of it may be there: no volume, no stack file", async () => {
    await expect(refused({ ...nothing, volumes: left })).rejects.toThrow(/chatkeep-acme-postgres, /);
    await expect(refused(nothing, { [paths.stackFile]: "config:" })).rejects.toThrow(paths.stackFile);
    await expect(refused(nothing)).resolves.toBeUndefined();
  });

  it("settings that a deleted server left are to be moved away, and not to be deleted once more", async () => {
    const settings = { [paths.stackFile]: "config:", [paths.roster]: "members:" };
    await expect(refused(nothing, settings)).rejects.toMatchObject({
      next: expect.not.stringContaining("destroy"),
      message: expect.stringContaining(`${paths.stackFile}, ${paths.roster}`),
    });
    const withServer = { ...settings, [paths.checkpoint]: "{}" };
    await expect(refused(nothing, withServer)).rejects.toMatchObject({ next: expect.stringContaining("destroy") });
  });

  it("what a killed restore left in volumes is no hindrance, and anything else still is", async () => {
    const begun = await remembered("filling");
    await expect(refused({ ...nothing, volumes: left }, begun)).resolves.toBeUndefined();
    await expect(refused(nothing, { ...begun, [paths.stackFile]: "config:" })).rejects.toThrow(/already/);
    await expect(refused({ ...nothing, networks: [{ id: "1", name: "chatkeep-acme-edge" }] }, begun)).rejects.toThrow();
  });

  it("one that was killed while the server was started is continued", async () => {
    const begun = await remembered("filled");
    await expect(
      refused({ ...nothing, volumes: left }, { ...begun, [paths.stackFile]: "config:" }),
    ).resolves.toBeUndefined();
  });

  it("one whose volumes are full is not continued as another archive", () => {
    for (const wanted of [null, "2026-11-30T10", "2026-11-30T10-00-00Z-aaaa"])
      expect(() => refuseAnother({ stack: "acme" }, "2026-11-30T10-00-00Z-aaaa", wanted)).not.toThrow();
    expect(() => refuseAnother({ stack: "acme" }, "2026-11-30T10-00-00Z-aaaa", "2026-11-29")).toThrow(
      "full already, from the archive 2026-11-30T10-00-00Z-aaaa",
    );
  });

  it("a record that this version cannot read counts as none", async () => {
    const { session } = at({ [paths.restoring]: '{"version":9}' });
    expect(await begunRestore(session)).toBeNull();
  });
});

function at(files: Readonly<Record<string, string>>) {
  const disk = new Map(Object.entries(files));
  const { terminal } = madeUpTerminal();
  return { disk, session: { ...sessionFor("restore", "acme", terminal), paths, files: memoryFiles(disk) } };
}

async function remembered(stage: "filling" | "filled"): Promise<Readonly<Record<string, string>>> {
  const { disk, session } = at({});
  await rememberRestore(session, { archive: "2026-11-30T10-00-00Z-aaaa", stage });
  return Object.fromEntries([...disk].map(([path, text]) => [path, String(text)]));
}

function refused(seen: StackObservation, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const client = new Docker({ socketPath: "/nowhere" });
  const stack = { ...stackEngine(client, "acme"), observe: async () => seen };
  return refuseOccupied(at(files).session, { client, stack });
}
