import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../src/settings/definitions.ts";
import { parseSettings } from "../../src/settings/parse.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";
import { goodSettings } from "./good-settings.ts";
import { now, problemsOf, problemsWhen, settingsOf } from "./read.ts";

const settings = (values: Readonly<Record<string, unknown>>) => parseSettings(plainSettings(values), now);

describe("settings that are right", () => {
  it.each(goodSettings)("$title", ({ text, gives }) => {
    expect(settingsOf(text)).toMatchObject(gives);
  });

  it("have a default for everything but the server name", () => {
    const read = settings({ serverName: "acme.example.org" });
    expect(Object.keys(read).sort()).toEqual(Object.keys(definitions).sort());
    expect(read).toMatchObject({
      serverName: "acme.example.org",
      hostName: "acme.example.org",
      delegation: "elsewhere",
      tls: {
        mode: "acme",
        email: null,
        directory: "https://acme-v02.api.letsencrypt.org/directory",
        challenge: "http",
      },
      trustedAuthorities: [],
      federation: { mode: "closed" },
      registration: "closed",
      memory: 2 * 2 ** 30,
      processors: 2,
      publicPort: 443,
      trustedProxies: [],
      uploadSize: 50 * 2 ** 20,
      uploadQuota: { size: 5 * 2 ** 30, within: 7 * 86_400_000 },
      messageRetention: null,
      mediaRetention: { local: null, remote: 90 * 86_400_000 },
      push: true,
      elementWeb: null,
      calls: null,
      adminContact: null,
      imageSource: "official",
      pluginSource: "official",
      postgresVersion: 17,
      ports: { https: 443, http: 80 },
      bindAddress: ["0.0.0.0"],
      mtu: null,
      dns: { provider: "none" },
      addresses: { ipv4: null, ipv6: null },
      homeserver: {},
      epochs: {},
      retiredSigningKeys: [],
      throwaway: false,
    });
  });

  it("may hold the master key, which is never looked at", () => {
    for (const masterKey of ["x", { secure: "v1:abc" }, 5, null]) {
      expect(settings({ serverName: "acme.example.org", masterKey })).not.toHaveProperty("masterKey");
    }
  });
});

describe("problems", () => {
  it("are reported all at once, in the order of the file, each with its line", () => {
    const problems = problemsOf(
      [
        "config:",
        "  chatkeep:serverName: Acme.example.org",
        "  chatkeep:hostname: x",
        "  chatkeep:tls:",
        "    mode: files",
        "    certificateFile: a.pem",
        "    key: b.pem",
        "  chatkeep:ports: { https: 80 }",
        "  chatkeep:federation:",
        "    mode: allowlist",
        "    servers:",
        "      - b.example.org",
        "      - https://c.example.org",
        "other: 1",
      ].join("\n"),
    );
    expect(problems.map(({ line, key }) => [line, key])).toEqual([
      [2, "chatkeep:serverName"],
      [3, "chatkeep:hostname"],
      [4, "chatkeep:tls.keyFile"],
      [7, "chatkeep:tls.key"],
      [8, "chatkeep:ports.http"],
      [13, "chatkeep:federation.servers[1]"],
      [14, "`other`"],
    ]);
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(["Pulumi.test.yaml"]));
  });

  it("do not show what could be a secret", () => {
    const text = [
      "chatkeep:masterkey: hunter2",
      "chatkeep:homeserver: { turn_password: hunter2, nope: hunter2, smtp: hunter2 }",
    ];
    const problems = problemsOf(
      ["config:", "  chatkeep:serverName: a.example.org", ...text.map((line) => `  ${line}`)].join("\n"),
    );
    expect(problems).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

describe("any JSON at all", () => {
  const seed = { seed: 20_261_120, numRuns: 400 };
  const key = fc.oneof(fc.constantFrom(...Object.keys(definitions), "masterKey", "__proto__"), fc.string());

  it("gives settings or a SettingsError, and nothing else", () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue(), { noNullPrototype: false }), (values) => {
        const problems = problemsWhen(() => settings(values));
        expect(problems.every(({ found, write }) => found !== "" && write !== "")).toBe(true);
      }),
      seed,
    );
  });

  it("under one setting after the other, beside a good server name", () => {
    const one = fc.tuple(fc.constantFrom(...Object.keys(definitions)), fc.jsonValue());
    fc.assert(
      fc.property(one, ([name, value]) => {
        problemsWhen(() => settings({ serverName: "acme.example.org", [name]: value }));
      }),
      seed,
    );
  });
});
