import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTemplates } from "../../src/io/machine/program-files.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { renderFiles } from "../../src/render/render.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { differences } from "../support/differences.ts";

/** Stacks whose files are kept as golden files: one for each way the settings branch. */
const stacks = {
  closed: { adminContact: "mailto:ana@acme.example.org" },
  local: { serverName: "localhost", tls: "internal", ports: { https: 8443, http: "off" }, bindAddress: "127.0.0.1" },
  allowlist: {
    federation: { mode: "allowlist", servers: ["friend.example.net"] },
    messageRetention: "1 year",
    registration: "token",
  },
  web: {
    hostName: "chat.acme.example.org",
    elementWeb: "web.acme.example.org",
    dehydratedDevices: "on",
    push: "off",
  },
  open: {
    hostName: "chat.acme.example.org",
    federation: "open",
    adminContact: "https://acme.example.org/help",
    memory: "8 GiB",
    processors: 4,
  },
  here: {
    hostName: "chat.acme.example.org",
    delegation: "here",
    federation: "open",
    tls: { mode: "acme", email: "ana@acme.example.org", challenge: "dns" },
    adminContact: "mailto:ana@acme.example.org",
  },
  calls: {
    hostName: "chat.acme.example.org",
    calls: { relayPorts: "50000-50031" },
    addresses: { ipv4: "203.0.113.7" },
  },
  backup: {
    backup: {
      repository: "sftp://chatkeep@backup.acme.example:2222//srv/acme",
      hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"],
      every: "6 hours",
      keep: { monthly: 24 },
    },
  },
  srv: {
    hostName: "chat.acme.example.org",
    delegation: "srv",
    federation: "open",
    tls: { mode: "files", certificateFile: "chain.pem", keyFile: "key.pem" },
  },
} as const;

const kept = fileURLToPath(new URL("../golden/local/", import.meta.url));

/** The files of a stack by role and path. Left out are programs and what they load, which are the templates themselves, and the members' procedures, which have a test of their own. */
function textsOf(name: keyof typeof stacks): ReadonlyMap<string, string> {
  const { services } = renderFiles(decidePlan(name, exampleSettings(stacks[name])), readTemplates(), null);
  const all = Object.entries(services).flatMap(([role, files]) =>
    files.map(({ path, text }) => [`${role}/${path}`, text] as const),
  );
  return new Map(all.filter(([path]) => !/\.(py|sh|sql)$|\/(assets|recovery)\//.test(path)));
}

/** All that a stack's files have else than those of `local`; with those it says every letter of them. */
function besideLocal(texts: ReadonlyMap<string, string>): string {
  const local = textsOf("local");
  const same = [...texts].filter(([path, text]) => local.get(path) === text).map(([path]) => path);
  const absent = [...local.keys()].filter((path) => !texts.has(path));
  const others = [...texts]
    .filter(([path, text]) => local.get(path) !== text)
    .map(
      ([path, text]) =>
        `=== ${path}${local.has(path) ? "" : " (not in local)"}\n${differences(local.get(path) ?? "", text)}\n`,
    );
  return [`As in local: ${same.join(", ")}`, `Absent: ${absent.join(", ") || "none"}`, "", ...others].join("\n");
}

describe("the files of stack local", () => {
  const texts = [...textsOf("local")];

  it.each(texts)("are the golden ones: %s", async (path, text) => {
    await expect(text).toMatchFileSnapshot(`../golden/local/${inGolden(path)}`);
  });

  it("are all that is kept", () => {
    const entries = readdirSync(kept, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const paths = entries.map(({ parentPath, name }) => relative(kept, join(parentPath, name)));
    expect(paths.sort()).toEqual(texts.map(([path]) => inGolden(path)).sort());
  });

  /** A folder whose name begins with a dot is overlooked. */
  function inGolden(path: string): string {
    return path.replace(".well-known", "well-known");
  }
});

const others = (Object.keys(stacks) as (keyof typeof stacks)[]).filter((name) => name !== "local");

describe.each(others)("the files of stack %s", (name) => {
  it("are those of local, but for what is golden", async () => {
    await expect(besideLocal(textsOf(name))).toMatchFileSnapshot(`../golden/${name}.diff`);
  });
});

describe("the files of every stack", () => {
  it.each(Object.keys(stacks) as (keyof typeof stacks)[])("leave no placeholder open: %s", (name) => {
    expect([...textsOf(name)].filter(([, text]) => text.includes("{{")).map(([path]) => path)).toEqual([]);
  });
});

describe("the differences of two texts", () => {
  const line = fc.constantFrom("a", "-a", "x".repeat(2_000), `${"x".repeat(1_999)}y`);
  const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n"));
  const without = (from: string, at: number) => from.split("\n").toSpliced(at, 1).join("\n");

  it("are others for every other text", () => {
    fc.assert(
      fc.property(text, text, text, (from, one, other) => {
        expect(differences(from, one) === differences(from, other)).toBe(one === other);
      }),
    );
  });

  it("say which of equal lines is gone", () => {
    fc.assert(
      fc.property(text, fc.nat(5), fc.nat(5), (from, at, elsewhere) => {
        const [one, other] = [without(from, at), without(from, elsewhere)];
        expect(differences(from, one) === differences(from, other)).toBe(one === other);
      }),
    );
  });
});
