import { describe, expect, it } from "vitest";
import { askSettings, type InitFlags } from "../../src/commands/init-questions.ts";
import { Refusal } from "../../src/errors.ts";
import { readTemplates } from "../../src/io/program-files.ts";
import { renderStackFile } from "../../src/render/stack-file.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { readStackFile } from "../../src/spec/stack-file.ts";
import { madeUpTerminal } from "./made-up-terminal.ts";

const none: InitFlags = {
  serverName: undefined,
  hostName: undefined,
  tls: undefined,
  email: undefined,
  federation: undefined,
  memory: undefined,
  adminContact: undefined,
};

async function specOf(answers: readonly string[] | null, flags: Partial<InitFlags> = {}) {
  const settings = await askSettings(madeUpTerminal(answers).terminal, { ...none, ...flags });
  const file = "Pulumi.acme.yaml";
  return parseSpec(readStackFile(renderStackFile(readTemplates(), settings), file), new Date("2026-11-01T00:00:00Z"));
}

describe("init", () => {
  it("asks, and writes settings that can be read back", async () => {
    const spec = await specOf(["acme.example.org", "chat.acme.example.org", "acme", "ana@acme.example.org", "closed"]);
    expect(spec).toMatchObject({
      serverName: "acme.example.org",
      hostName: "chat.acme.example.org",
      tls: { mode: "acme", email: "ana@acme.example.org" },
      federation: { mode: "closed" },
    });
  });

  it("asks nothing off a terminal once the server name is given", async () => {
    const spec = await specOf(null, { serverName: "acme.example.org", memory: "4 GiB", email: "ana@acme.example.org" });
    expect(spec).toMatchObject({
      hostName: "acme.example.org",
      memory: 4 * 2 ** 30,
      adminContact: "mailto:ana@acme.example.org",
    });
  });

  it("refuses off a terminal without a server name, and names the flag", async () => {
    const refusal = await askSettings(madeUpTerminal().terminal, none).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ next: "Answer it with --server-name." });
  });

  it("does not take what is no domain", async () => {
    await expect(specOf(["not a domain"])).rejects.toThrow("Write a domain");
  });
});
