import { describe, expect, it } from "vitest";
import { type DestroySeen, decideDeletion, decideDestroy, whatGoes, whatStays } from "../../src/operations/destroy.ts";
import { nothingLeft } from "../../src/operations/seen.ts";
import { container, emptyEngine, paths, remembered, state } from "./situation.ts";

const volume = (role: string) => ({ name: `chatkeep-acme-${role}`, labelled: true });

function seen(differences: Partial<DestroySeen> = {}): DestroySeen {
  return {
    stack: "acme",
    paths,
    state: state([remembered("container", "synapse"), remembered("volume", "v", "chatkeep-acme-synapse", true)]),
    engine: { ...emptyEngine, containers: [container("synapse")], volumes: [volume("synapse")] },
    leftovers: nothingLeft,
    hasKey: true,
    passphrase: true,
    isThrowaway: false,
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

  it("removes containers of a state that was lost, and no volume", () => {
    expect(decideDestroy(seen(lost)).map(({ kind }) => kind)).toEqual(["removeContainer"]);
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
      "removeStateFolder",
    ]);
    expect(whatGoes(seen(), true).map(({ name }) => name)).toEqual(["synapse", "chatkeep-acme-synapse"]);
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

  it("removes the settings of a throwaway stack, which nobody wrote", () => {
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
      "removeStateFolder",
    ]);
  });

  it("removes known containers by hand where the passphrase is lost and Pulumi cannot read its state", () => {
    const kinds = decideDeletion(seen({ passphrase: false })).map(({ kind }) => kind);
    expect(kinds).toContain("removeContainer");
    expect(kinds).not.toContain("destroy");
  });

  it("leaves volumes of another stack whose name begins alike", () => {
    const engine = { ...emptyEngine, volumes: [{ name: "chatkeep-acme-two-postgres", labelled: false }] };
    expect(decideDeletion(seen({ engine })).map(({ kind }) => kind)).not.toContain("removeVolume");
  });
});
