import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { localAnswers, renderStackFile, type StackAnswers } from "../../../src/render/stack-file/stack-file.ts";
import { definitions } from "../../../src/settings/definitions.ts";
import { parseSettings } from "../../../src/settings/parse.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { now, settingsOf } from "../../settings/read.ts";

const templates = readTemplates();
const render = (answers: StackAnswers) => renderStackFile(templates, answers);
const local = render(localAnswers);

const everything: StackAnswers = {
  serverName: "acme.example.org",
  hostName: "chat.acme.example.org",
  tls: { mode: "acme", email: "admin@acme.example" },
  federation: { mode: "allowlist", servers: ["b.example.org", "0x10.example"] },
  registration: "token",
  memory: "8 GiB",
  processors: 4,
  uploadSize: "1 GiB",
  messageRetention: "365 days",
  mediaRetention: { local: "365 days", remote: "30 days" },
  push: "off",
  adminContact: "mailto:admin@acme.example",
  imageSource: "local",
  pluginSource: "own",
  ports: { https: 8443, http: "off" },
  bindAddress: "::1",
  mtu: 1400,
  dns: { provider: "cloudflare", zone: "example.org" },
  addresses: { ipv4: "203.0.113.7", ipv6: "2001:db8::7" },
  homeserver: { default_room_version: "10", user_agent_suffix: ' (#1: it\'s "ours")' },
  epochs: { signingKey: 1 },
  throwaway: true,
};

describe("a new stack file", () => {
  it("begins with what editors need to complete it", () => {
    expect(local.split("\n")[0]).toBe("# yaml-language-server: $schema=./chatkeep.schema.json");
  });

  it("gives back what was answered", () => {
    for (const answers of [localAnswers, everything, { serverName: "0b11.example.org" }]) {
      expect(settingsOf(render(answers))).toEqual(parseSettings(plainSettings(answers), now));
    }
  });

  it("keeps to YAML that every reader understands alike", () => {
    const text = render({ serverName: "0b11", adminContact: "https://1.example/2026-01-01", processors: 4 });
    expect(parse(text, { version: "1.1" })).toEqual(parse(text));
    expect(text).toContain('chatkeep:serverName: "0b11"');
  });

  it("shows every setting, explained, and those no one answered as comments", () => {
    const lines = local.split("\n");
    for (const key of Object.keys(definitions)) {
      const place = lines.findIndex((line) => line.replace("# ", "").startsWith(`  chatkeep:${key}:`));
      const above = lines.slice(0, place).findLast((line) => !/^ {2}(# )?chatkeep:/.test(line));
      expect(above, key).toMatch(/^ {2}# [A-Z].*[.\]}]$/);
    }
    expect(local.match(/^ {2}chatkeep:\w+/gm)).toHaveLength(Object.keys(localAnswers).length);
  });

  it("shows defaults that are the defaults", () => {
    const shown = [...local.matchAll(/^ {2}# (chatkeep:\w+: .+)$/gm)].map(([, line = ""]) => `  ${line}`);
    const withoutDefault = /hostName|adminContact|homeserver|addresses|mtu/;
    const text = [
      "config:",
      "  chatkeep:serverName: acme.example.org",
      ...shown.filter((line) => !withoutDefault.test(line)),
    ];
    expect(settingsOf(text.join("\n"))).toEqual(settingsOf("config:\n  chatkeep:serverName: acme.example.org\n"));
    const others = shown.filter((line) => withoutDefault.test(line));
    expect(() =>
      settingsOf(
        ["config:", "  chatkeep:serverName: acme.example.org", "  chatkeep:tls: internal", ...others].join("\n"),
      ),
    ).not.toThrow();
  });

  it("says of the stack on this machine what it can never become", () => {
    expect(local.replace(/\n# /g, " ")).toContain("can never become a real domain");
    expect(local).toContain("phones will not trust");
    expect(render({ serverName: "acme.example.org" })).not.toContain("real domain");
  });

  it("holds any text that an option of Synapse may hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const answers = { serverName: "acme.example.org", homeserver: { hs_disabled_message: text } };
        expect(settingsOf(render(answers)).homeserver).toEqual({ hs_disabled_message: text });
      }),
      { seed: 20_261_120, numRuns: 300 },
    );
  });
});
