import { describe, expect, it } from "vitest";
import { Refusal, SettingsError } from "../../../../src/errors.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import { type Purpose, purposes } from "../../../../src/keys/purposes.ts";
import { serverSecrets } from "../../../../src/keys/secrets.ts";
import { unannounced } from "../../../../src/operations/keys/rotation/announced.ts";
import {
  decideRotation,
  type RotationFacts,
  retiredAfterHours,
} from "../../../../src/operations/keys/rotation/decide.ts";
import { listKeys } from "../../../../src/operations/keys/rotation/list.ts";
import { isRotation, rotations } from "../../../../src/operations/keys/rotation/table.ts";
import type { Change } from "../../../../src/operations/state/change.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import { lastingPurposes } from "../../../../src/settings/shapes/keys.ts";
import { exampleSettings } from "../../../plan/example-settings.ts";

const master = new MasterKey(Buffer.alloc(32, 7));
const now = new Date("2026-11-30T12:00:00Z");
const plan = decidePlan("acme", exampleSettings());
const withAll = decidePlan(
  "acme",
  exampleSettings({ calls: "on", addresses: { ipv4: "203.0.113.7" }, backup: { repository: "/srv/chatkeep" } }),
);

function facts(some: Partial<RotationFacts> = {}): RotationFacts {
  const appliedEpochs = some.appliedEpochs ?? some.epochs ?? {};
  const { signingKey } = serverSecrets(master, appliedEpochs);
  return { plan, epochs: {}, signingKey, retired: [], carriedPepper: false, now, ...some, appliedEpochs };
}

const all = Object.keys(purposes) as Purpose[];
const rotating = all.filter((purpose) => isRotation(rotations[purpose]));

describe("every secret that follows from the master key", () => {
  it("has a procedure exactly where the settings know generations of it", () => {
    expect(all.filter((purpose) => !rotating.includes(purpose)).sort()).toEqual(Object.keys(lastingPurposes).sort());
  });

  it.each(rotating)("lies in secret files of services that are replaced when it rotates: %s", (purpose) => {
    const { replaced } = decideRotation([purpose], facts({ plan: withAll }));
    const rotation = rotations[purpose];
    const placed = isRotation(rotation) ? rotation.placed : [];
    expect(placed.length === 0).toBe(replaced.length === 0);
    for (const { service, path } of placed) {
      expect(replaced).toContain(service);
      expect(withAll.services[service]?.secretFiles).toContain(path);
    }
  });

  it.each(rotating)("says who notices, and that no member is signed out: %s", (purpose) => {
    const rotation = rotations[purpose];
    const lines = isRotation(rotation) ? rotation.notices(withAll) : [];
    expect(lines[0]).toBe("No member is signed out.");
    expect(lines.length).toBeGreaterThan(1);
  });
});

describe("a rotation", () => {
  it("raises the generation by one, and replaces what has the secret and what cannot do without that", () => {
    const epochs = { postgresPassword: 2, formSecret: 5 };
    expect(decideRotation(["postgresPassword"], facts({ epochs }))).toEqual({
      turns: [{ purpose: "postgresPassword", from: 2, to: 3, isBegun: false }],
      replaced: ["postgres", "synapse"],
      retire: null,
    });
  });

  it("replaces the TURN server with its secret, where there is one", () => {
    expect(decideRotation(["turnSharedSecret"], facts()).replaced).toEqual(["synapse"]);
    expect(decideRotation(["turnSharedSecret"], facts({ plan: withAll })).replaced).toEqual([
      "synapse",
      "turn",
      "backup",
    ]);
  });

  it("of several replaces each container once", () => {
    const { turns, replaced } = decideRotation(["formSecret", "postgresPassword", "formSecret"], facts());
    expect(turns.map(({ purpose }) => purpose)).toEqual(["formSecret", "postgresPassword"]);
    expect(replaced).toEqual(["postgres", "synapse"]);
  });

  it("of the signing key retires the one that the running server signs with, after its last event", () => {
    const { retire } = decideRotation(["signingKey"], facts({ epochs: { signingKey: 3 } }));
    const { keyId, publicKey } = serverSecrets(master, { signingKey: 3 }).signingKey;
    expect(retire).toEqual({ keyId, publicKey, expired: now.getTime() + retiredAfterHours * 3_600_000 });
  });

  it("that was killed after the stack file was written is finished, and not made twice", () => {
    const killed = facts({ epochs: { signingKey: 1 }, appliedEpochs: {} });
    const { turns, retire } = decideRotation(["signingKey"], killed);
    expect(turns).toEqual([{ purpose: "signingKey", from: 0, to: 1, isBegun: true }]);
    expect(retire?.keyId).toBe(serverSecrets(master, {}).signingKey.keyId);
  });

  it.each(Object.keys(lastingPurposes))("of what lasts is refused, with the reason: %s", (purpose) => {
    const rotate = () => decideRotation(["formSecret", purpose], facts());
    expect(rotate).toThrow(Refusal);
    expect(rotate).toThrow(`${purpose} is never rotated: `);
  });

  it.each(["nope", "toString", ""])("of what is no secret names those that there are: %j", (purpose) => {
    expect(() => decideRotation([purpose], facts())).toThrow(SettingsError);
    expect(() => decideRotation([purpose], facts())).toThrow("turnSharedSecret");
  });
});

describe("changes that were not announced", () => {
  const change = (action: Change["action"], what: string, name: string): Change => ({
    action,
    what,
    name,
    because: [],
  });
  const synapse = change("replace", "container", "chatkeep-acme-synapse");

  it("are none where announced containers are replaced and files put in place", () => {
    const installers = [
      change("create", "container", "chatkeep-acme-installer-1"),
      change("delete", "container", "chatkeep-acme-installer-0"),
    ];
    expect(unannounced([synapse, ...installers], plan, ["synapse"])).toEqual([]);
  });

  it.each([
    change("replace", "container", "chatkeep-acme-proxy"),
    change("delete", "container", "chatkeep-acme-synapse"),
    change("create", "volume", "chatkeep-acme-synapse"),
    change("update", "record", "A acme.example"),
  ])("are found: $action $what $name", (other) => {
    expect(unannounced([synapse, other], plan, ["synapse"])).toEqual([other]);
  });
});

describe("the list of keys", () => {
  it("names every purpose, its generation, what replacing it does, and nothing secret", () => {
    const retired = [{ keyId: "ed25519:ck_0", publicKey: "x", expired: 1 }];
    const listed = listKeys(
      master.id(),
      facts({ epochs: { formSecret: 2 }, appliedEpochs: { formSecret: 1 }, retired }),
    );
    expect(listed.keys.map(({ purpose }) => purpose)).toEqual(all);
    expect(listed).toMatchObject({ keyId: master.id(), retired });
    expect(listed.keys.find(({ purpose }) => purpose === "formSecret")).toMatchObject({ epoch: 1, isBegun: true });
    const text = JSON.stringify(listed);
    for (const purpose of all) expect(text).not.toContain(master.derive(purpose, 1).toString("base64url"));
  });
});
