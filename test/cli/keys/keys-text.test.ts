import { describe, expect, it } from "vitest";
import { showKeys } from "../../../src/cli/keys/list-text.ts";
import { showRotation } from "../../../src/cli/keys/rotation-text.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import { decideRotation, type RotationFacts } from "../../../src/operations/keys/rotation/decide.ts";
import { listKeys } from "../../../src/operations/keys/rotation/list.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const { signingKey } = serverSecrets(new MasterKey(Buffer.alloc(32, 7)), {});
const now = new Date("2026-11-30T12:00:00Z");
const plan = decidePlan("acme", exampleSettings({ federation: "open" }));
const facts: RotationFacts = {
  plan,
  epochs: {},
  appliedEpochs: {},
  signingKey,
  retired: [],
  carriedPepper: false,
  now,
};

describe("what is said before a rotation", () => {
  it("names the generations, the containers and who notices", () => {
    expect(showRotation(plan, decideRotation(["postgresPassword", "signingKey"], facts))).toBe(
      [
        "New secrets for the stack acme, https://acme.example.org:",
        "  ± postgresPassword  generation 0 → 1  Synapse's password for its database",
        "  ± signingKey  generation 0 → 1  the key that this server signs its events with",
        "Containers that are replaced; their data stays:",
        "  ± chatkeep-acme-postgres",
        "  ± chatkeep-acme-synapse",
        "Meanwhile the proxy holds requests: apps wait for some seconds.",
        "Who notices:",
        "  · No member is signed out.",
        "  · Postgres takes the new password as it starts, before it accepts connections.",
        "  · Other servers fetch the new key when they next hear from this one. The old one stays published, so that they can still verify old events.",
        `  · ${signingKey.keyId} is retired. What it signed is valid until 2026-12-01 00:00 UTC.`,
      ].join("\n"),
    );
  });

  it("says that a run that was killed is finished", () => {
    const killed = { ...facts, epochs: { formSecret: 1 } };
    expect(showRotation(plan, decideRotation(["formSecret"], killed))).toContain("(a run that was killed is finished)");
  });
});

describe("the list of keys", () => {
  it("says of each what replacing it does, and of retired ones until when they count", () => {
    const retired = [
      { keyId: "ed25519:ck_old", publicKey: "abc", expired: now.getTime() - 1 },
      { keyId: "ed25519:ck_new", publicKey: "def", expired: now.getTime() + 60_000 },
    ];
    const shown = showKeys(listKeys("0123456789ab", { ...facts, epochs: { formSecret: 1 }, retired }), now);
    expect(shown).toMatch(/^Master key 0123456789ab\nSigning key ed25519:ck_/);
    expect(shown).toContain("formSecret          0, a new one is not applied yet");
    expect(shown).toContain("passwordPepper: never: ");
    expect(shown).toContain("ed25519:ck_old  abc  expired 2026-11-30 11:59 UTC");
    expect(shown).toContain("ed25519:ck_new  def  expires 2026-11-30 12:01 UTC");
  });
});
