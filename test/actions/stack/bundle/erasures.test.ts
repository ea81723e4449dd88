import { describe, expect, it } from "vitest";
import { hasUnrecordedErasures, noteErasure, recordErasures } from "../../../../src/actions/stack/bundle/erasures.ts";
import type { ExecResult } from "../../../../src/io/docker/container-exec.ts";
import { pathsOf } from "../../../../src/io/machine/paths.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import { parseErasures } from "../../../../src/operations/backup/erasures.ts";
import { memoryFiles } from "../../../operations/steps/made-up-world.ts";

const paths = pathsOf("acme", { HOME: "/home/ada" });
const erasure = {
  user: "@ben:acme.test" as UserId,
  at: "2026-11-30T10:00:00.000Z",
  history: "keep",
  media: "keep",
  erase: true,
} as const;
const withBackup = { services: { backup: {} } };
const noRepository =
  "Fatal: unable to open config file: no such file\nIs there a repository at the following location?\n/repository\n";

/** A stack that erased something, and a container of backups that answers like this. */
async function erasedWith(answer: Pick<ExecResult, "exitCode" | "stderr"> | null) {
  const session = { stack: "acme", paths, files: memoryFiles(new Map()) };
  const fed: string[] = [];
  const engine = {
    feedIn: async (container: string, args: readonly string[], input: Uint8Array) => {
      fed.push(container, args.join(" "), Buffer.from(input).toString());
      return answer === null ? null : { stdout: "", ...answer };
    },
  };
  await noteErasure(session, erasure);
  return { session, fed, record: () => recordErasures(session, engine, "chatkeep-acme-backup") };
}

describe("an erasure", () => {
  it("waits from the moment it is noted until the repository has it, and is then sent no more", async () => {
    const { session, fed, record } = await erasedWith({ exitCode: 0, stderr: "" });
    expect(await hasUnrecordedErasures(session, withBackup)).toBe(true);
    expect(await record()).toBeNull();
    expect(await hasUnrecordedErasures(session, withBackup)).toBe(false);
    const [container, command, sent] = fed;
    expect(container).toBe("chatkeep-acme-backup");
    expect(command).toContain("--tag erasures-of=acme --stdin --stdin-filename erasures.json");
    expect(command).not.toContain(erasure.user);
    expect(parseErasures(sent ?? "")?.erasures).toEqual([erasure]);
    expect(await record()).toBeNull();
    expect(fed).toHaveLength(3);
  });

  it("waits on where the repository cannot be reached, and says restic's own reason", async () => {
    const { session, record } = await erasedWith({ exitCode: 10, stderr: noRepository });
    expect(await record()).toBe("unable to open config file: no such file");
    expect(await hasUnrecordedErasures(session, withBackup)).toBe(true);
  });

  it("waits where the container does not run, and for nothing where the server has no backups", async () => {
    const { session, record } = await erasedWith(null);
    expect(await record()).toBeNull();
    expect(await hasUnrecordedErasures(session, withBackup)).toBe(true);
    expect(await hasUnrecordedErasures(session, { services: {} })).toBe(false);
  });
});
