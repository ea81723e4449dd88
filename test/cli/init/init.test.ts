import { describe, expect, it } from "vitest";
import type { InitFlags } from "../../../src/cli/init/init-flags.ts";
import { askSettings } from "../../../src/cli/init/init-questions.ts";
import { Refusal } from "../../../src/errors.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { renderStackFile } from "../../../src/render/stack-file/stack-file.ts";
import { parseSettings } from "../../../src/settings/parse.ts";
import { readStackFile } from "../../../src/settings/yaml/stack-file.ts";
import { madeUpTerminal } from "../terminal/made-up-terminal.ts";

const none: InitFlags = {
  serverName: undefined,
  hostName: undefined,
  tls: undefined,
  email: undefined,
  delegation: undefined,
  dns: undefined,
  ipv4: undefined,
  ipv6: undefined,
  federation: undefined,
  servers: undefined,
  memory: undefined,
  adminContact: undefined,
};

async function settingsOf(answers: readonly string[] | null, flags: Partial<InitFlags> = {}) {
  const settings = await askSettings(madeUpTerminal(answers).terminal, { ...none, ...flags });
  const file = "Pulumi.acme.yaml";
  return parseSettings(
    readStackFile(renderStackFile(readTemplates(), settings), file),
    new Date("2026-11-01T00:00:00Z"),
  );
}

describe("init", () => {
  it("asks, and writes settings that can be read back", async () => {
    const names = ["acme.example.org", "chat.acme.example.org", "here"];
    const rest = ["acme", "ana@acme.example.org", "cloudflare", "203.0.113.7", "allowlist", "one.example, two.example"];
    expect(await settingsOf([...names, ...rest])).toMatchObject({
      serverName: "acme.example.org",
      hostName: "chat.acme.example.org",
      delegation: "here",
      tls: { mode: "acme", email: "ana@acme.example.org" },
      dns: { provider: "cloudflare" },
      addresses: { ipv4: "203.0.113.7" },
      federation: { mode: "allowlist", servers: ["one.example", "two.example"] },
      adminContact: "mailto:ana@acme.example.org",
    });
  });

  it("asks no more than it has to of a server whose records someone makes by hand", async () => {
    const settings = await settingsOf(["acme.example.org", "", "acme", "", "none", "", "closed"]);
    expect(settings).toMatchObject({ delegation: "elsewhere", dns: { provider: "none" }, adminContact: null });
    expect(settings.addresses).toMatchObject({ ipv4: null, ipv6: null });
  });

  it("takes an authority of its own where no public one gives certificates, and asks for no records", async () => {
    expect(await settingsOf(["chat.internal", "", "open"])).toMatchObject({
      tls: { mode: "internal" },
      dns: { provider: "none" },
      federation: { mode: "open" },
    });
  });

  it.each([
    [
      "no address for the records",
      ["acme.example.org", "", "acme", "", "cloudflare", ""],
      "The DNS records need this address",
    ],
    ["what is no address", ["acme.example.org", "", "acme", "", "none", "here"], "Write an address"],
    ["an empty list of servers", ["acme.example.org", "", "acme", "", "none", "", "allowlist", " "], "server names"],
  ])("does not take %s", async (_, answers, complaint) => {
    await expect(settingsOf(answers)).rejects.toThrow(complaint);
  });

  it("asks nothing off a terminal once the server name is given", async () => {
    const settings = await settingsOf(null, {
      serverName: "acme.example.org",
      memory: "4 GiB",
      email: "ana@acme.example.org",
    });
    expect(settings).toMatchObject({
      hostName: "acme.example.org",
      memory: 4 * 2 ** 30,
      adminContact: "mailto:ana@acme.example.org",
    });
  });

  it.each([
    [{ ipv4: "203.0.113.7" }, ["0.0.0.0"]],
    [{ ipv4: "203.0.113.7", ipv6: "2001:db8::7" }, ["0.0.0.0", "::"]],
    [{ ipv6: "2001:db8::7" }, ["::"]],
  ])("publishes ports on the families of the addresses: %j", async (addresses, bindAddress) => {
    expect(await settingsOf(null, { serverName: "acme.example.org", ...addresses })).toMatchObject({ bindAddress });
  });

  it("takes servers that are named for a list, and refuses them beside what has none", async () => {
    const named = { serverName: "acme.example.org", servers: ["one.example"] };
    expect((await settingsOf(null, named)).federation).toEqual({ mode: "allowlist", servers: ["one.example"] });
    await expect(settingsOf(null, { ...named, federation: "open" })).rejects.toThrow(
      "--servers needs --federation allowlist",
    );
  });

  it("shows the e-mail address to members, with any certificate authority", async () => {
    const flags = { serverName: "chat.internal", tls: "internal", email: "ana@acme.example.org" } as const;
    expect((await settingsOf(null, flags)).adminContact).toBe("mailto:ana@acme.example.org");
  });

  it("refuses off a terminal without a server name, and names the flag", async () => {
    const refusal = await askSettings(madeUpTerminal().terminal, none).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ next: "Answer it with --server-name." });
  });

  it("does not take what is no domain", async () => {
    await expect(settingsOf(["not a domain"])).rejects.toThrow("Write a domain");
  });
});
