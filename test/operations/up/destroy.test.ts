import { describe, expect, it } from "vitest";
import {
  type DestroySeen,
  decideDeletion,
  decideDestroy,
  whatGoes,
  whatStays,
} from "../../../src/operations/up/destroy.ts";
import { nothingLeft } from "../../../src/operations/up/seen.ts";
import { container, emptyEngine, paths, remembered, state } from "./situation.ts";

const volume = (role: string) => ({ name: `chatkeep-acme-${role}`, stack: "acme" as string | null });

function seen(differences: Partial<DestroySeen> = {}): DestroySeen {
  return {
    stack: "acme",
    paths,
    state: state([remembered("container", "synapse"), remembered("volume", "v", "chatkeep-acme-synapse", true)]),
    engine: { ...emptyEngine, containers: [container("synapse")], volumes: [volume("synapse")] },
    ownership: { kind: "own", unknown: [] },
    leftovers: nothingLeft,
    hasKey: true,
    passphrase: true,
    isThrowaway: false,
    now: new Date("2026-11-29T21:03:17Z"),
    ...differences,
  };
}

const lost = { state: null, passphrase: false, hasKey: null } as const;

describe("destroy", () => {
  it("takes the server down and keeps its data", () => {
    expect(decideDestroy(seen()).map(({ kind }) => kind)).toEqual(["destroy"]);
    expect(whatGoes(seen(), false).map(({ name }) => name)).toEqual(["synapse"]);
    expect(whatStays(seen())).toEqual(["chatkeep-acme-synapse"]);
  });

  it("does nothing where nothing is", () => {
    expect(decideDestroy(seen({ state: null, engine: emptyEngine }))).toEqual([]);
  });

  it("removes containers and networks of a state that was lost, shows them, and keeps every volume", () => {
    const engine = { ...seen().engine, networks: [{ id: "n", name: "chatkeep-acme-edge" }] };
    expect(decideDestroy(seen({ ...lost, engine })).map(({ kind }) => kind)).toEqual([
      "removeContainer",
      "removeNetwork",
    ]);
    expect(whatGoes(seen({ ...lost, engine }), false).map(({ name }) => name)).toEqual([
      "chatkeep-acme-synapse",
      "chatkeep-acme-edge",
    ]);
    expect(whatStays(seen({ ...lost, engine }))).toEqual(["chatkeep-acme-synapse"]);
  });

  it("shows what it removes beside what the state knows, each once", () => {
    const engine = { ...seen().engine, containers: [container("synapse", "synapse"), container("left")] };
    expect(whatGoes(seen({ engine }), false).map(({ name }) => name)).toEqual(["synapse", "chatkeep-acme-left"]);
  });

  it("is refused where data is gone: Pulumi would forget it, and the next `up` make it again and empty", () => {
    const refused = seen({ engine: { ...emptyEngine, containers: [container("synapse")] } });
    expect(() => decideDestroy(refused)).toThrow(/chatkeep-acme-synapse is not there/);
    expect(() => decideDeletion(refused)).not.toThrow();
  });
});

describe("destroy with the data", () => {
  it("leaves nothing, and removes passphrase and state folder last", () => {
    expect(decideDeletion(seen()).map(({ kind }) => kind)).toEqual([
      "destroy",
      "unprotect",
      "destroy",
      "removeVolume",
      "forgetMasterKey",
      "forgetStack",
      "forgetSalt",
      "keepJournal",
      "removeStateFolder",
    ]);
    expect(whatGoes(seen(), true).map(({ name }) => name)).toEqual(["synapse", "chatkeep-acme-synapse"]);
  });

  it("keeps a copy of the journal, named after the stack and the time", () => {
    const to = `${paths.keptJournals}/acme-2026-11-29T21-03-17Z.jsonl`;
    expect(decideDeletion(seen())).toContainEqual({ kind: "keepJournal", from: paths.journal, to });
    expect(to.startsWith(`${paths.stateFolder}/`)).toBe(false);
  });

  it("takes no protection off where there is none", () => {
    const kinds = decideDeletion(seen({ state: state([remembered("container", "synapse")]) })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "destroy")).toHaveLength(1);
    expect(kinds).not.toContain("unprotect");
  });

  it("names the records that go, by their titles", () => {
    const type = "cloudflare:index/dnsRecord:DnsRecord";
    const urn = `urn:pulumi:acme::chatkeep::${type}::A chat.acme.example`;
    const record = { type, urn, id: "1", name: "A chat.acme.example", protected: false };
    const [change] = whatGoes(seen({ state: state([record]) }), false);
    expect(change).toMatchObject({ action: "delete", what: "record", name: "A chat.acme.example" });
  });

  it("removes the settings of a throwaway stack, which no one wrote", () => {
    expect(decideDeletion(seen({ isThrowaway: true })).slice(-3)).toEqual([
      { kind: "forgetStack" },
      { kind: "removeStackFile", path: paths.stackFile },
      { kind: "removeStateFolder", path: paths.stateFolder },
    ]);
  });

  it("works without state, settings and passphrase, by label alone", () => {
    expect(decideDeletion(seen(lost)).map(({ kind }) => kind)).toEqual([
      "removeContainer",
      "removeVolume",
      "removeStub",
      "keepJournal",
      "removeStateFolder",
    ]);
  });

  it("removes known containers by hand where the passphrase is lost and Pulumi cannot read its state", () => {
    const kinds = decideDeletion(seen({ passphrase: false })).map(({ kind }) => kind);
    expect(kinds).toContain("removeContainer");
    expect(kinds).not.toContain("destroy");
  });

  it("leaves volumes of another stack, by their label and by their name, and does not list them", () => {
    const others = [
      { name: "chatkeep-acme-two-postgres", stack: "acme-two" },
      { name: "chatkeep-acme-proxy", stack: "other" },
      { name: "chatkeep-acme-notes", stack: null },
    ];
    const engine = { ...emptyEngine, volumes: others };
    expect(decideDeletion(seen({ engine })).map(({ kind }) => kind)).not.toContain("removeVolume");
    expect(whatGoes(seen({ ...lost, engine }), true)).toEqual([]);
  });
});
