import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import type { OwnershipFacts } from "../../../src/operations/ownership/facts.ts";
import { judgeOwnership } from "../../../src/operations/ownership/judge.ts";
import { refuseForeign, refuseUnproven } from "../../../src/operations/ownership/refuse.ts";
import { container, emptyEngine, paths, remembered, state } from "../up/situation.ts";

const ours = "0123456789ab";
const theirs = "ba9876543210";
const roles = ["postgres", "synapse", "proxy"] as const;
const names = roles.map((role) => `chatkeep-acme-${role}`);
const volumes = names.map((name) => ({ name, stack: "acme" as string | null }));
const engine = { ...emptyEngine, containers: roles.map((role) => container(role)), volumes };
const down = { ...emptyEngine, volumes };
const full = state([
  ...roles.map((role) => remembered("container", role)),
  ...names.map((name) => remembered("volume", name)),
]);
const settings = { serverName: "acme.example.org", key: { id: ours }, sameSalt: true } as const;

function marks(keyIds: readonly string[] | null, serverName: string | null = "acme.example.org") {
  return Object.fromEntries(
    names.map((name) => [
      name,
      { keyIds, serverName: name.endsWith("synapse") ? serverName : null, clusterVersion: null },
    ]),
  );
}

/** A checkout whose stack runs, changed by what a test is about. */
function judge(differences: Partial<OwnershipFacts> = {}) {
  return judgeOwnership({ stack: "acme", settings, state: full, engine, marks: marks([ours]), ...differences });
}

describe("whose a stack is", () => {
  it("is settled by the engine's ids where the state knows what runs, whatever is written in the volumes", () => {
    const unread = { ...settings, key: "unread" } as const;
    for (const ids of [[ours], [], null]) expect(judge({ settings: unread, marks: marks(ids) }).kind).toBe("own");
  });

  it("has no owner without data", () => {
    expect(judge({ engine: emptyEngine, marks: {} }).kind).toBe("nothing");
  });

  it("is another's where its server name is another", () => {
    const because = { kind: "server name", there: "team.test", here: "acme.example.org" };
    const differences = { marks: marks([ours], "team.test") };
    expect(judge(differences)).toEqual({ kind: "foreign", because });
    expect(judge({ ...differences, engine: down })).toEqual({ kind: "foreign", because });
  });

  it("follows the name that was installed, and nothing that Pulumi remembers", () => {
    expect(judge({ marks: marks([ours]) })).toEqual({ kind: "own", unknown: [] });
  });

  it("is another's where its volumes name another key, with and without a state of our own", () => {
    const other = { kind: "foreign", because: { kind: "key", there: "acme.example.org", volumes: names } };
    expect(judge({ state: null, marks: marks([theirs]) })).toEqual(other);
    const elsewhere = state([remembered("container", "gone"), ...names.map((name) => remembered("volume", name))]);
    expect(judge({ state: elsewhere, marks: marks([theirs]) })).toEqual(other);
  });

  it("is another's where the stack file has never had a key, and the volumes name one", () => {
    for (const own of [{ ...settings, key: "none" } as const, null])
      expect(judge({ state: null, settings: own, marks: marks([theirs]) })).toMatchObject({
        kind: "foreign",
        because: { kind: "key" },
      });
  });

  it("is another's where this machine's state was made with another stack file", () => {
    for (const key of ["none", "closed"] as const)
      expect(judge({ settings: { ...settings, key, sameSalt: false } })).toEqual({
        kind: "foreign",
        because: { kind: "settings" },
      });
  });

  it("is another's where a volume of our name has another stack's label", () => {
    const labelled = volumes.map((volume) => ({ ...volume, stack: "other" }));
    expect(judge({ engine: { ...engine, volumes: labelled } })).toMatchObject({ because: { kind: "labels" } });
  });

  it("is proven by the key where the state is lost: the volumes are to be taken over", () => {
    expect(judge({ state: null })).toEqual({ kind: "own", unknown: names });
    expect(judge({ state: null, engine: down, marks: marks([theirs, ours]) })).toEqual({ kind: "own", unknown: names });
  });

  it("is proven for an empty volume beside others that are: it was made by hand to go on", () => {
    const made = { ...marks([ours]), "chatkeep-acme-proxy": { keyIds: null, serverName: null, clusterVersion: null } };
    expect(judge({ state: null, marks: made })).toEqual({ kind: "own", unknown: names });
  });

  it("is not proven by a server from before keys were written down, nor where nothing opens the key", () => {
    expect(judge({ state: null, marks: marks([]) })).toEqual({ kind: "unproven", volumes: names, because: "unmarked" });
    const closed = { ...settings, key: "closed" } as const;
    expect(judge({ state: null, settings: closed })).toEqual({ kind: "unproven", volumes: names, because: "closed" });
    expect(judge({ state: null, marks: marks(null) }).kind).toBe("unproven");
  });

  it("is the state's own for such a server, and for volumes that a killed run had made", () => {
    expect(judge({ engine: down, marks: marks([]) })).toEqual({ kind: "own", unknown: [] });
    const open = state(
      [],
      names.map((name) => remembered("volume", "", name)),
    );
    expect(judge({ state: open, engine: down, marks: marks(null) })).toEqual({ kind: "own", unknown: [] });
  });

  it("does not count what runs as known for its volumes' names alone, as on another engine", () => {
    const others = { ...engine, containers: roles.map((role) => container(role, `chatkeep-acme-${role}`)) };
    const elsewhere = state(names.map((name) => remembered("volume", name)));
    expect(judge({ state: elsewhere, engine: others, marks: marks([theirs]) }).kind).toBe("foreign");
  });
});

describe("a verb", () => {
  const where = { stack: "acme", paths };
  const closed = { kind: "unproven", volumes: names, because: "closed" } as const;
  const other = { kind: "foreign", because: { kind: "key", there: "team.test", volumes: names } } as const;

  it("that looks refuses another's stack, and looks at one that nothing proves", () => {
    expect(() => refuseForeign(where, other)).toThrow(Refusal);
    expect(() => refuseForeign(where, closed)).not.toThrow();
  });

  it("that changes refuses both, with the ways out", () => {
    expect(() => refuseUnproven(where, other)).toThrow(/belongs to another server, team\.test: .*Nothing was changed/);
    expect(() => refuseUnproven(where, closed)).toThrow(Refusal);
    expect(() => refuseUnproven(where, { kind: "own", unknown: names })).not.toThrow();
  });

  it("names the server that is there where another name is written", () => {
    const because = { kind: "server name", there: "old.example.org", here: "acme.example.org" } as const;
    expect(() => refuseForeign(where, { kind: "foreign", because })).toThrow(
      /is the server old\.example\.org and cannot become acme\.example\.org/,
    );
  });
});
