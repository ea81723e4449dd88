import { describe, expect, it } from "vitest";
import { Refusal, SettingsError } from "../../../src/errors.ts";
import type { KeyFacts } from "../../../src/operations/keys/key-steps.ts";
import { decideKeySteps } from "../../../src/operations/keys/key-steps.ts";
import { newKeys, paths, settledKeys, state } from "../up/situation.ts";

interface Situation {
  readonly keys: KeyFacts;
  readonly hasState?: boolean;
  readonly embedded?: string | null;
}

function decide({ keys, hasState = false, embedded = null }: Situation) {
  return decideKeySteps({ stack: "acme", keys, state: hasState ? state() : null, paths, embedded, chosen: {} });
}

const kinds = (situation: Situation) => decide(situation).map(({ kind }) => kind);
const end = ["storeMasterKey", "keepStackFile", "dropPendingKey"];

describe("the master key", () => {
  it("is left alone once the stack file holds it", () => {
    expect(kinds({ keys: settledKeys, hasState: true })).toEqual([]);
  });

  it("is made before anything else, and its settings with it where there are none", () => {
    const missing = { ...newKeys, stackFile: "missing" } as const;
    const steps = ["makeMasterKey", "writeStackFile", "keepStackFile", "writePassphrase", "initStack", ...end];
    expect(kinds({ keys: missing, embedded: "config: {}" })).toEqual(steps);
  });

  it.each([
    ["the key was made", { pendingKey: true }, false, ["keepStackFile", "writePassphrase", "initStack", ...end]],
    [
      "the passphrase was written",
      { pendingKey: true, passphrase: true },
      false,
      ["keepStackFile", "initStack", ...end],
    ],
    ["the state was begun", { pendingKey: true, passphrase: true, salt: true }, true, ["keepStackFile", ...end]],
    [
      "the key was stored",
      { ...settledKeys, copy: false, pendingKey: true },
      true,
      ["keepStackFile", "dropPendingKey"],
    ],
    ["the copy was kept", { ...settledKeys, pendingKey: true }, true, ["keepStackFile", "dropPendingKey"]],
  ] as const)("is finished by the next run when %s and the run was killed", (_, keys, hasState, steps) => {
    expect(kinds({ keys: { ...newKeys, ...keys }, hasState })).toEqual(steps);
  });

  it("keeps the settings before Pulumi writes to them, and puts them back where a killed run left their file empty", () => {
    expect(decide({ keys: newKeys })[1]).toEqual({
      kind: "keepStackFile",
      from: paths.stackFile,
      to: paths.stackFileBefore,
    });
    const emptied = { ...newKeys, stackFile: "missing", pendingKey: true, passphrase: true } as const;
    expect(decide({ keys: emptied, hasState: true, embedded: "config: {}" })[0]).toEqual({
      kind: "writeStackFile",
      path: paths.stackFile,
      text: "config: {}",
    });
  });

  it("writes what the first run chose before the key", () => {
    const chosen = { "chatkeep:imageSource": "local" };
    const steps = decideKeySteps({ stack: "acme", keys: newKeys, state: null, paths, embedded: null, chosen });
    expect(steps).toContainEqual({
      kind: "writeSetting",
      path: paths.stackFile,
      key: "chatkeep:imageSource",
      value: "local",
    });
  });

  it("begins a state that was lost, since the key is known", () => {
    expect(kinds({ keys: settledKeys })).toEqual(["initStack"]);
  });
});

describe("a key that is not where it belongs", () => {
  it("is refused with the copy to put back", () => {
    const keys = { ...settledKeys, stackFile: "missing" } as const;
    expect(() => decide({ keys, hasState: true })).toThrow(Refusal);
    expect(nextOf(() => decide({ keys, hasState: true }))).toContain(`cp ${paths.stackFileCopy} ${paths.stackFile}`);
    expect(() => decide({ keys: { ...settledKeys, stackFile: "without key" } })).toThrow(
      /does not hold its master key/,
    );
  });

  it("is refused where the passphrase that opens it is not on this machine", () => {
    expect(() => decide({ keys: { ...settledKeys, passphrase: false } })).toThrow(/passphrase/);
  });

  it("is not made in a file that a foreign passphrase encrypted", () => {
    expect(() => decide({ keys: { ...newKeys, salt: true } })).toThrow(Refusal);
  });

  it("is a matter of settings first: without any there is nothing to make", () => {
    expect(() => decide({ keys: { ...newKeys, stackFile: "missing" } })).toThrow(SettingsError);
    expect(() => decide({ keys: { ...newKeys, stackFile: "missing" } })).toThrow(/chatkeep init --stack acme/);
  });
});

function nextOf(doing: () => unknown): string {
  try {
    doing();
  } catch (error) {
    if (error instanceof Refusal) return error.next;
  }
  return "";
}
