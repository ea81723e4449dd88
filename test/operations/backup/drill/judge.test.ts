import { describe, expect, it } from "vitest";
import { compareChecks } from "../../../../src/operations/backup/compare/checks.ts";
import { drillChecks } from "../../../../src/operations/backup/drill/checks.ts";
import type { CanaryFacts, DrillFacts, InsideFacts } from "../../../../src/operations/backup/drill/facts.ts";
import { drillReport, judgeDrill } from "../../../../src/operations/backup/drill/report.ts";
import { goodDrill as good } from "./good.ts";

const failed = (why: string) => ({ kind: "failed", why }) as const;

const ofAnother = { masterKey: "ba9876543210" };
const earlier = { ...ofAnother, earlierKey: good.masterKey };

/** What is wrong, and the finding that it makes: check and object. What cannot be reached after it is left as it was. */
const wrong: readonly (readonly [string, DrillFacts, string, string])[] = [
  [
    "a wrong password of the repository",
    { ...good, opened: failed("this key does not open it") },
    "opened",
    good.archive,
  ],
  ["an archive of another master key", { ...good, ...ofAnother }, "key", "master key"],
  [
    "an archive of a key that is not the earlier one",
    { ...good, ...ofAnother, earlierKey: "0123" },
    "key",
    "master key",
  ],
  ["another signing key than the server had", { ...good, signingKeys: ["ed25519:other"] }, "identity", "signing key"],
  [
    "an earlier signing key that no one is told of",
    { ...good, ...earlier, signingKeys: [] },
    "identity",
    "signing key",
  ],
  ["a clock far off", { ...good, began: "2001-01-01T00:00:00.000Z" }, "time", good.archive],
  ["settings that do not open", { ...good, settings: failed("cannot be opened") }, "settings", "bundle"],
  [
    "a truncated dump, or a pack that is gone",
    { ...good, restored: failed("the dump ends early") },
    "restored",
    good.archive,
  ],
  ["a service that does not start", { ...good, started: failed("Not healthy") }, "starts", "stack"],
  ["a network with egress", inside({ networks: { edge: false } }), "cut-off", "edge"],
  ["a port that is published", inside({ publishedPorts: 1 }), "cut-off", "ports"],
  ["a server that does not answer", inside({ status: 502 }), "serves", "synapse"],
  ["sequences left as they were", inside({ sequences: asTheyWere() }), "moved-on", "events_stream_seq"],
  ["no canary", canary({ newest: null }), "canary-there", "canary"],
  [
    "a pepper that is missing",
    canary({ signedIn: failed("Invalid username or password") }),
    "canary-signs-in",
    "canary",
  ],
  ["secret storage that is not whole", canary({ recovered: failed("opens nothing") }), "canary-recovers", "canary"],
  ["a key of a message that is gone", canary({ read: failed("no readable message") }), "canary-reads", "$canary"],
  ["another text", canary({ read: { kind: "done", text: "** Unable to decrypt **" } }), "canary-reads", "$canary"],
  [
    "an old text",
    canary({ read: { kind: "done", text: "canary 2020-01-01T00:00:00.000Z" } }),
    "canary-reads",
    "$canary",
  ],
  ["keys that were given out before", canary({ wrote: failed("no readable message") }), "canary-writes", "canary"],
  ["a slow restore", { ...good, recoverySeconds: 7_201 }, "recovery-time", "recovery time"],
  [
    "backups that are late",
    { ...good, targets: { ...good.targets, pointSeconds: 600 } },
    "recovery-point",
    "recovery point",
  ],
];

describe("a drill", () => {
  it("of a good archive has nothing to find, and passes", () => {
    expect(found(good)).toEqual([]);
    expect(report(good).passed).toBe(true);
  });

  it("of an archive from before the master key was replaced passes, too", () => {
    expect(found({ ...good, ...earlier })).toEqual([]);
    expect(found({ ...good, ...earlier, signingKeys: ["ed25519:later", good.signingKeys[0] ?? ""] })).toEqual([]);
  });

  it.each(wrong)("finds %s, by its check and by no other", (_, facts, id, object) => {
    expect(found(facts)).toEqual([[id, object]]);
    expect(found(facts, id)).toEqual([]);
    expect(report(facts).passed).toBe(false);
  });

  it("says what a restore would say of what came back, each by its own check", () => {
    for (const { id } of compareChecks) {
      const facts = { ...good, compared: [{ check: id, object: "it", found: "is another" }] };
      expect(found(facts)).toEqual([[id, "it"]]);
      expect(found(facts, id)).toEqual([]);
    }
  });

  it("has a case here for each of its checks", () => {
    const own = drillChecks.map(({ id }) => id).filter((id) => !compareChecks.some((each) => each.id === id));
    expect(new Set(wrong.map(([, , id]) => id))).toEqual(new Set(own));
  });

  it("never passes with a part that it did not reach", () => {
    const parts = {
      settings: null,
      restored: null,
      compared: null,
      started: null,
      inside: null,
      canary: null,
      recoverySeconds: null,
    };
    for (const part of Object.keys(parts)) {
      const { checks, passed } = report({ ...good, [part]: null });
      expect(
        checks.map(({ outcome }) => outcome),
        part,
      ).toContain("not reached");
      expect(passed, part).toBe(false);
    }
  });

  it("says how much would be lost only of the newest archive", () => {
    expect(report(good).recoveryPoint.seconds).toBe(900);
    const older = report({ ...good, isNewest: false, targets: { ...good.targets, pointSeconds: 60 } });
    expect([older.recoveryPoint.seconds, older.passed]).toEqual([null, true]);
  });
});

/** Checks and objects of all findings, without one of the checks where one is named. */
function found(facts: DrillFacts, without?: string): readonly (readonly [string, string])[] {
  const checks = drillChecks.filter(({ id }) => id !== without);
  return judgeDrill(facts, checks).flatMap(({ id, findings }) => findings.map(({ object }) => [id, object] as const));
}

function report(facts: DrillFacts) {
  const about = { server: "acme.example", stack: "acme", by: "ana@desk", run: "run", engine: "box", stages: [] };
  return drillReport(facts, { ...about, ended: "2026-11-30T11:00:00.000Z", epoch: 0 });
}

function inside(changes: Partial<InsideFacts>): DrillFacts {
  return { ...good, inside: good.inside === null ? null : { ...good.inside, ...changes } };
}

function canary(changes: Partial<CanaryFacts>): DrillFacts {
  return { ...good, canary: good.canary === null ? null : { ...good.canary, ...changes } };
}

function asTheyWere(): InsideFacts["sequences"] {
  return { ...good.inside?.sequences, events_stream_seq: 41 };
}
