import { describe, expect, it } from "vitest";
import { writeProcedures } from "../../../src/actions/recovery/members/procedures.ts";
import { type Session, sessionFor } from "../../../src/actions/session.ts";
import { procedures } from "../../../src/render/recovery/procedures/all.ts";
import { madeUpTerminal } from "../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

function sessionWith(files: Readonly<Record<string, string>> = {}): Session {
  const session = sessionFor("recovery procedures", "acme", madeUpTerminal().terminal);
  const stackFile = "config:\n  chatkeep:serverName: acme.example\n  chatkeep:tls: internal\n";
  const onDisk = new Map([[session.paths.stackFile, stackFile], ...Object.entries(files)]);
  return { ...session, files: memoryFiles(onDisk) };
}

describe("the files of the members' procedures", () => {
  it("are an index and each procedure, as a page and as Markdown, for this server", async () => {
    const session = sessionWith();
    const written = await writeProcedures(session, "/pages");
    const ids = ["index", ...procedures.map(({ id }) => id)];
    expect(written).toEqual(ids.flatMap((id) => [`/pages/${id}.html`, `/pages/${id}.md`]));
    for (const path of written) expect(await session.files.read(path)).toContain("acme.example");
  });

  it("replace no file that is there", async () => {
    const session = sessionWith({ "/pages/lost-key.md": "mine" });
    await expect(writeProcedures(session, "/pages")).rejects.toThrow("/pages/lost-key.md is there already");
    expect(await session.files.read("/pages/lost-key.md")).toBe("mine");
    expect(await session.files.has("/pages/index.html")).toBe(false);
  });
});
