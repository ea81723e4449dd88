import { describe, expect, it } from "vitest";
import { servicesWithSecrets } from "../../../src/actions/keys/services-with-secrets.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { type Purpose, purposes } from "../../../src/keys/purposes.ts";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { replacedWith } from "../../../src/operations/keys/rotation/decide.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { digestFiles } from "../../../src/render/digest.ts";
import { renderFiles } from "../../../src/render/render.ts";
import { renderSecretFiles } from "../../../src/render/secret-files.ts";
import type { IssuedSecrets } from "../../../src/render/secrets.ts";
import type { Settings } from "../../../src/settings/settings.ts";
import { lastingPurposes } from "../../../src/settings/shapes/keys.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const addresses = { ipv4: "203.0.113.7" };
const stacks: readonly (readonly [string, Settings, IssuedSecrets])[] = [
  ["a plain one", exampleSettings(), { certificateKey: null, files: [] }],
  ["one with calls", exampleSettings({ calls: "on", addresses }), { certificateKey: null, files: [] }],
  [
    "one with a certificate of its own",
    exampleSettings({ tls: { mode: "files", certificateFile: "c.pem", keyFile: "k.pem" } }),
    { certificateKey: new Secret("key"), files: [] },
  ],
  [
    "one that proves its name by DNS",
    exampleSettings({ tls: { mode: "acme", challenge: "dns" }, dns: "cloudflare", addresses }),
    {
      certificateKey: null,
      files: [{ service: "proxy", path: "cloudflare-token", text: new Secret("token"), mark: "mark" }],
    },
  ],
];

/** The digest of each service's configuration. */
function digestsOf(settings: Settings, issued: IssuedSecrets, seed = 1): Readonly<Record<string, string>> {
  const [plan, templates, master] = [
    decidePlan("acme", settings),
    readTemplates(),
    new MasterKey(Buffer.alloc(32, seed)),
  ];
  const certificate = settings.tls.mode === "files" ? "certificate" : null;
  const files = renderFiles(plan, templates, certificate);
  const secretFiles = renderSecretFiles(plan, templates, serverSecrets(master, settings.epochs), issued);
  return digestFiles(plan, files, secretFiles, master.id()).services;
}

/** What is replaced: what has another configuration, and what needs one of those. */
function replacedBetween(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  settings: Settings,
) {
  const replaced = new Set<string>();
  for (const { role, needs } of Object.values(decidePlan("acme", settings).services))
    if (before[role] !== after[role] || needs.some((name) => replaced.has(name))) replaced.add(role);
  return [...replaced];
}

const rotating = (Object.keys(purposes) as Purpose[]).filter((purpose) => !Object.hasOwn(lastingPurposes, purpose));

describe.each(stacks)("what is announced to be replaced, of %s", (_, settings, issued) => {
  it("is what a new master key gives another configuration", () => {
    const [before, after] = [digestsOf(settings, issued), digestsOf(settings, issued, 2)];
    expect(servicesWithSecrets(decidePlan("acme", settings), settings)).toEqual(
      replacedBetween(before, after, settings),
    );
  });

  it.each(rotating)("is what a rotation gives another configuration: %s", (purpose) => {
    const after = digestsOf({ ...settings, epochs: { [purpose]: 1 } }, issued);
    const replaced = replacedBetween(digestsOf(settings, issued), after, settings);
    expect(replacedWith([purpose], decidePlan("acme", settings))).toEqual(replaced);
  });
});

describe("a password pepper that is carried over", () => {
  it("is another configuration of Synapse, and as long as it is derived nothing of that changes", () => {
    const [plan, templates, master] = [
      decidePlan("acme", exampleSettings()),
      readTemplates(),
      new MasterKey(Buffer.alloc(32, 1)),
    ];
    const files = renderFiles(plan, templates, null);
    const digest = (pepper: Secret | null) => {
      const secrets = serverSecrets(master, {}, pepper);
      return digestFiles(
        plan,
        files,
        renderSecretFiles(plan, templates, secrets, { certificateKey: null, files: [] }),
        master.id(),
      ).services;
    };
    const derived = digest(null);
    expect(digest(new Secret("one")).synapse).not.toBe(derived.synapse);
    expect(digest(new Secret("one")).synapse).not.toBe(digest(new Secret("two")).synapse);
    expect(digest(new Secret("one")).postgres).toBe(derived.postgres);
  });
});
