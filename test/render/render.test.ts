import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { readTemplates } from "../../src/io/machine/program-files.ts";
import { newMasterKey } from "../../src/keys/master-key.ts";
import { purposes } from "../../src/keys/purposes.ts";
import { serverSecrets } from "../../src/keys/secrets.ts";
import { Secret } from "../../src/kinds/secret.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { digestFiles } from "../../src/render/digest.ts";
import { renderFiles } from "../../src/render/render.ts";
import { renderSecretFiles } from "../../src/render/secret-files.ts";
import { type IssuedSecrets, nothingIssued } from "../../src/render/secrets.ts";
import { lastingPurposes } from "../../src/settings/shapes/keys.ts";
import { exampleSettings } from "../plan/example-settings.ts";

const templates = readTemplates();

describe("rendering", () => {
  const plan = decidePlan("acme", exampleSettings());
  const files = renderFiles(plan, templates, null);
  const master = newMasterKey();
  const secretFiles = renderSecretFiles(plan, templates, serverSecrets(master, {}), nothingIssued);

  it("puts no secret into a file that is not a secret one", () => {
    const open = JSON.stringify(files);
    const { signingKey, passwordPepperMark: _, ...others } = serverSecrets(master, {});
    const secrets = [signingKey.file, ...Object.values(others)].map((each) => each.reveal());
    expect(secrets.length).toBeGreaterThan(5);
    expect([...secrets, master.text().reveal()].filter((secret) => open.includes(secret.trim()))).toEqual([]);
  });

  it("gives the second file the whole sections that hold secrets", () => {
    const text = secretFiles.synapse.find(({ path }) => path === "secret.yaml")?.text.reveal() ?? "";
    expect(Object.keys(load(text) as object)).toEqual(["database", "password_config"]);
    expect(load(text)).toMatchObject({
      password_config: { policy: { minimum_length: 12 } },
      database: { args: { cp_max: 6 } },
    });
  });

  it.each(["secret.yaml", "operator.yaml"])("names another configuration where the template of %s changes", (path) => {
    const changed = new Map(
      [...templates].map(([name, text]) => [name, name.endsWith(path) ? `${text}\nadded: 1\n` : text]),
    );
    const others = renderSecretFiles(plan, changed, serverSecrets(master, {}), nothingIssued);
    const named = [secretFiles, others].map((each) => digestFiles(plan, files, each, master.id()).services.synapse);
    expect(named[0]).not.toBe(named[1]);
    const marks = JSON.stringify(secretFiles.synapse.map(({ mark }) => mark));
    const { postgresPassword, passwordPepper, operatorToken } = serverSecrets(master, {});
    for (const secret of [postgresPassword, passwordPepper, operatorToken])
      expect(marks).not.toContain(secret.reveal());
  });

  it.each([
    ["closed", "closed", []],
    ["an allowlist", { mode: "allowlist", servers: ["friend.example.net"] }, ["friend.example.net"]],
    ["open", "open", undefined],
  ])(
    "lists the allowed servers where federation is %s: an empty list is none, no list is all",
    (_, federation, list) => {
      const open = decidePlan("acme", exampleSettings({ federation }));
      const text = renderFiles(open, templates, null).services.synapse[0]?.text ?? "";
      expect((load(text) as Readonly<Record<string, unknown>>).federation_domain_whitelist).toEqual(list);
    },
  );

  it("merges further settings last and deep", () => {
    const further = decidePlan(
      "acme",
      exampleSettings({ homeserver: { user_directory: { show_locked_users: true } } }),
    );
    const text = renderFiles(further, templates, null).services.synapse[0]?.text ?? "";
    expect(load(text)).toMatchObject({
      user_directory: { enabled: true, search_all_users: true, show_locked_users: true },
    });
  });
});

describe("digests", () => {
  const digest = (settings: Record<string, unknown>, key = master, issued: IssuedSecrets = nothingIssued) => {
    const plan = decidePlan("acme", exampleSettings(settings));
    const secretFiles = renderSecretFiles(plan, templates, serverSecrets(key, plan.epochs), issued);
    return digestFiles(plan, renderFiles(plan, templates, null), secretFiles, key.id());
  };
  const master = newMasterKey();
  const base = digest({});

  it("stay while nothing changes", () => {
    expect(digest({})).toEqual(base);
  });

  it("change for the services a setting concerns, and for no other", () => {
    expect(changed(base, digest({ mediaRetention: { remote: "30 days" } }))).toEqual(["synapse"]);
    expect(changed(base, digest({ memory: "4 GiB" }))).toEqual(["synapse", "postgres"]);
    expect(changed(base, digest({ ports: { http: "off" } }))).toEqual(["proxy"]);
    expect(changed(base, digest({ uploadSize: "20 MiB" }))).toEqual(["synapse", "proxy"]);
  });

  it("change with the master key and with a generation for services with secrets", () => {
    expect(changed(base, digest({}, newMasterKey()))).toEqual(["synapse", "postgres"]);
    expect(changed(base, digest({ epochs: { operatorToken: 1 } }))).toEqual(["synapse"]);
    expect(changed(base, digest({ epochs: { postgresPassword: 1 } }))).toEqual(["synapse", "postgres"]);
    const calls = { calls: "on", addresses: { ipv4: "203.0.113.7" } };
    const renewed = digest({ ...calls, epochs: { turnSharedSecret: 1 } });
    expect(changed(digest(calls), renewed)).toEqual(["synapse", "turn"]);
  });

  it.each(Object.keys(purposes).filter((purpose) => !(purpose in lastingPurposes)))(
    "change with a generation of %s where a secret file does",
    (purpose) => {
      const plan = decidePlan("acme", exampleSettings({ calls: "on", addresses: { ipv4: "203.0.113.7" } }));
      const rendered = [0, 1].map((epoch) => {
        const secretFiles = renderSecretFiles(
          plan,
          templates,
          serverSecrets(master, { [purpose]: epoch }),
          nothingIssued,
        );
        const texts = Object.entries(secretFiles).map(([role, each]) => [
          role,
          each.map(({ text }) => text.reveal()).join(),
        ]);
        const digests = digestFiles(
          { ...plan, epochs: { [purpose]: epoch } },
          renderFiles(plan, templates, null),
          secretFiles,
          master.id(),
        );
        return { texts: Object.fromEntries(texts), digests };
      });
      const [now, renewed] = rendered;
      const another = Object.keys(now?.texts).filter((role) => now?.texts[role] !== renewed?.texts[role]);
      expect(now && renewed && changed(now.digests, renewed.digests)).toEqual(expect.arrayContaining(another));
    },
  );

  it("change with a token that someone else issued, without saying anything about it", () => {
    const token = (text: string) => {
      const secret = new Secret(text);
      const file = { service: "proxy", path: "cloudflare-token", text: secret, mark: master.markOf(secret) };
      return { ...nothingIssued, files: [file] };
    };
    const [one, other] = [token("a".repeat(40)), token("b".repeat(40))];
    const before = digest({}, master, one);
    expect(digest({}, master, one)).toEqual(before);
    expect(changed(before, digest({}, master, other))).toEqual(["proxy"]);
    for (const { text, mark } of one.files) expect(newMasterKey().markOf(text)).not.toBe(mark);
  });

  function changed(before: typeof base, after: typeof base): readonly string[] {
    return (["synapse", "postgres", "proxy", "turn"] as const).filter(
      (role) => before.services[role] !== after.services[role],
    );
  }
});
