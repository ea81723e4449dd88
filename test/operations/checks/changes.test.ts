import { describe, expect, it } from "vitest";
import { changesSince, parseLastFindings } from "../../../src/operations/checks/changes.ts";
import type { Finding } from "../../../src/operations/checks/finding.ts";

function finding(id: string, verdict: Finding["verdict"], found = "so"): Finding {
  return { id, title: id, why: "it matters", verdict, found, advice: null };
}

const brief = (last: readonly Finding[] | null, now: readonly Finding[]) =>
  changesSince(last, now).map(({ id, verdict, before }) => `${id}: ${before} → ${verdict}`);

describe("what changed", () => {
  it("is a verdict that is another, to worse and to better", () => {
    const last = [finding("a", "fine"), finding("b", "wrong"), finding("c", "fine")];
    const now = [finding("a", "wrong"), finding("b", "fine"), finding("c", "fine")];
    expect(brief(last, now)).toEqual(["a: fine → wrong", "b: wrong → fine"]);
  });

  it("is something else that is wrong, but not another word for what is fine", () => {
    expect(brief([finding("a", "wrong", "one")], [finding("a", "wrong", "two")])).toEqual(["a: wrong → wrong"]);
    expect(brief([finding("a", "fine", "59 days")], [finding("a", "fine", "58 days")])).toEqual([]);
    expect(brief([finding("a", "wrong", "one")], [finding("a", "wrong", "one")])).toEqual([]);
  });

  it("is everything that is not fine where no one looked before", () => {
    const now = [finding("a", "fine"), finding("b", "unknown"), finding("c", "warning")];
    expect(brief(null, now)).toEqual(["b: null → unknown", "c: null → warning"]);
  });

  it("is read from what was kept, and from nothing where that is none", () => {
    const kept = [finding("a", "wrong")];
    expect(parseLastFindings(JSON.stringify({ version: 1, findings: kept }))).toEqual(kept);
    for (const text of [null, "", "{", "null", '{"version":2,"findings":[]}', '{"version":1}'])
      expect(parseLastFindings(text)).toBeNull();
  });
});
