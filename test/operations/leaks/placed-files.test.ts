import { describe, expect, it } from "vitest";
import type { PlacedFile } from "../../../src/io/leaks/configuration.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { newMasterKey } from "../../../src/keys/master-key.ts";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { exposedFiles, openFiles, placedSecretFiles } from "../../../src/operations/leaks/placed-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderSecretFiles, secretFileNames } from "../../../src/render/secret-files.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const plan = decidePlan(
  "acme",
  exampleSettings({
    calls: "on",
    addresses: { ipv4: "203.0.113.7" },
    backup: { repository: "s3:https://s3.acme.example/acme", accessKey: "acme" },
  }),
);
const { uid, gid } = plan.services.synapse.owner;
const key: PlacedFile = { path: "synapse/0123456789ab/signing.key", mode: 0o400, uid, gid, text: "key" };
const settings: PlacedFile = { ...key, path: "synapse/0123456789ab/homeserver.yaml", text: "settings" };

describe("secret files in the configuration volume", () => {
  it("are all those that are rendered, and no others", () => {
    const issued = {
      certificateKey: new Secret("key"),
      files: [
        { service: "proxy", path: "cloudflare-token", text: new Secret("token"), mark: "m" },
        { service: "backup", path: "credential", text: new Secret("secret key"), mark: "m" },
      ],
    };
    const rendered = renderSecretFiles(plan, readTemplates(), serverSecrets(newMasterKey(), {}), issued);
    const names = Object.entries(rendered).map(([role, files]) => [role, files.map(({ path }) => path)]);
    expect(Object.fromEntries(names)).toEqual(secretFileNames);
  });

  it("are told from the open ones, which are read", () => {
    const namesake = { ...key, path: "proxy/0123456789ab/signing.key" };
    expect(placedSecretFiles([key, settings, namesake])).toEqual([key.path]);
    expect(openFiles([key, settings, namesake]).map(({ where }) => where)).toEqual([
      "the rendered file synapse/0123456789ab/homeserver.yaml",
      "the rendered file proxy/0123456789ab/signing.key",
    ]);
  });

  it.each<readonly [string, Partial<PlacedFile>]>([
    ["everyone may read it", { mode: 0o444 }],
    ["its group may read it", { mode: 0o440 }],
    ["its service could write it", { mode: 0o600 }],
    ["it belongs to another user", { uid: 1_000 }],
    ["it belongs to another group", { gid: 0 }],
  ])("are exposed where %s", (_, difference) => {
    expect(exposedFiles([key, { ...key, ...difference }, { ...settings, mode: 0o444 }], plan)).toHaveLength(1);
  });

  it("are exposed where another service runs as their owner", () => {
    const { synapse, turn } = plan.services;
    const services = { ...plan.services, ...(turn && { turn: { ...turn, owner: synapse.owner } }) };
    expect(exposedFiles([key, settings], { services })).toEqual([
      `${key.path} belongs to ${uid}:${gid} with mode 0400, and turn runs as that user`,
    ]);
  });

  it("are exposed to no service of a stack as it is planned", () => {
    const files = Object.values(plan.services).flatMap(({ role, owner }) =>
      (secretFileNames[role] ?? []).map((name) => ({ ...key, ...owner, path: `${role}/0123456789ab/${name}` })),
    );
    expect(files.length).toBeGreaterThan(8);
    expect(exposedFiles(files, plan)).toEqual([]);
  });
});
