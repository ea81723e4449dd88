import { describe, expect, it } from "vitest";
import { showAudit } from "../../../src/cli/recovery/audit/text.ts";
import { parseDuration } from "../../../src/kinds/duration.ts";
import type { ServerName } from "../../../src/kinds/names.ts";
import { judge, type RecoveryPolicy } from "../../../src/operations/recovery/audit/policy.ts";
import { auditedMember, auditReport } from "../../../src/operations/recovery/audit/report.ts";
import { factsIn, readyBut, records } from "../../operations/recovery/audit/recorded.ts";

const policy = { readyWithin: parseDuration("14 days"), staleAfter: parseDuration("3 years") } as RecoveryPolicy;

function show(now: Date, names: Readonly<Record<string, (typeof records)["ready"]>>): readonly string[] {
  const members = Object.entries(names).map(([name, record]) => {
    const facts = { ...factsIn(record), displayName: name };
    return auditedMember(judge(facts, policy, now));
  });
  const leftOut = { deactivated: 0, others: 0 };
  const serverName = "acme.example" as ServerName;
  return showAudit(auditReport({ stack: "acme", serverName, now, policy, leftOut, members }));
}

const soon = new Date("2026-12-01T00:00:00Z");
const late = new Date("2027-02-01T00:00:00Z");

describe("the report for a terminal", () => {
  it("says first whether the policy is met", () => {
    expect(show(soon, {})[0]).toBe("There are no members yet.");
    expect(show(soon, { Ana: records.ready })[0]).toBe("The one member meets the policy.");
    expect(show(soon, { Ana: records.ready, Ben: records.redone })[0]).toBe("All 2 members meet the policy.");
    expect(show(soon, { Ana: records.ready, Ben: records.second })[0]).toBe("1 of 2 members does not meet the policy.");
    expect(show(soon, {})[1]).toContain("ready within 14 days");
  });

  it("lists those who miss it first, then those who still have time, and explains only the states that there are", () => {
    const lines = show(soon, { Ana: records.ready, Ben: readyBut({ backup: null }), Cleo: records.second });
    const names = lines.flatMap((line) => /^!? +@\S+ +(\w+)/.exec(line)?.[1] ?? []);
    expect(names).toEqual(["Cleo", "Ben", "Ana"]);
    const text = lines.join("\n");
    expect(text).toContain("no key backup: ");
    expect(text).toContain("not confirmed: The member");
    expect(text).not.toContain("no secret storage: ");
    expect(show(late, { Ben: readyBut({ backup: null }) }).some((line) => line.startsWith("!"))).toBe(true);
  });

  it("keeps a name to its column and its line", () => {
    const lines = show(soon, { [`A\u001b[2J${"long ".repeat(20)}`]: records.ready });
    expect(lines.join("\n")).not.toContain("\u001b");
    expect(Math.max(...lines.filter((line) => line.includes("@ready")).map(({ length }) => length))).toBeLessThan(130);
  });
});
