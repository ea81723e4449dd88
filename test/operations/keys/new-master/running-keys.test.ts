import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import { serverSecrets } from "../../../../src/keys/secrets.ts";
import { runningKeysIn } from "../../../../src/operations/keys/new-master/running-keys.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import { renderSecretFiles } from "../../../../src/render/secret-files.ts";
import { nothingIssued } from "../../../../src/render/secrets.ts";
import { exampleSettings } from "../../../plan/example-settings.ts";
import { earlier } from "./made-up.ts";

describe("the configuration of a running server", () => {
  const secrets = serverSecrets(earlier, {});
  const plan = decidePlan("acme", exampleSettings());
  const templates = readTemplates();
  const { synapse = [] } = renderSecretFiles(plan, templates, secrets, nothingIssued);
  const texts = Object.fromEntries(synapse.map(({ path, text }) => [path, text.reveal()]));
  const files = {
    "secret.yaml": texts["secret.yaml"] ?? null,
    "operator.yaml": texts["operator.yaml"] ?? null,
    "signing.key": texts["signing.key"] ?? null,
  };

  it("gives back pepper, public signing key and operator token as they were rendered", () => {
    const found = runningKeysIn(files);
    expect(found?.pepper.reveal()).toBe(secrets.passwordPepper.reveal());
    expect(found?.operatorToken.reveal()).toBe(secrets.operatorToken.reveal());
    expect(found?.signingKey).toEqual({ keyId: secrets.signingKey.keyId, publicKey: secrets.signingKey.publicKey });
  });

  it.each(["secret.yaml", "operator.yaml", "signing.key"] as const)("gives nothing without %s", (missing) => {
    expect(runningKeysIn({ ...files, [missing]: null })).toBeNull();
    expect(runningKeysIn({ ...files, [missing]: "something: else" })).toBeNull();
  });
});
