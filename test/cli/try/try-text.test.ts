import { describe, expect, it } from "vitest";
import type { Trial } from "../../../src/actions/try/trial.ts";
import { showTrial } from "../../../src/cli/try/try-text.ts";
import { StackError } from "../../../src/errors.ts";
import { allChecks, failedCheck, runCheck } from "../../../src/operations/try/check.ts";

const trial: Trial = {
  stack: "try-5bce-1-1-abcd",
  kept: false,
  url: "https://localhost:23456",
  passed: true,
  checks: allChecks([]),
  overrides: [{ key: "chatkeep:tls", to: "internal", why: "it uses its own authority" }],
  seconds: { serving: 9.96, checks: 3.04, removal: 0.7 },
};

describe("what a trial shows", () => {
  it("names the server, what was otherwise, and the times", () => {
    const text = showTrial(trial);
    expect(text).toContain("try-5bce-1-1-abcd, https://localhost:23456");
    expect(text).toContain('chatkeep:tls: "internal", it uses its own authority');
    expect(text).toContain("answered after 10.0 s, checks 3.0 s, removal 0.7 s");
    expect(text).toContain("It was removed completely.");
  });

  it("says what failed, what to do, and what was not reached", () => {
    const failed = failedCheck("parser", new StackError("no such room version", { next: "write another" }));
    const text = showTrial({
      ...trial,
      url: null,
      passed: false,
      checks: allChecks([failed]),
      seconds: { ...trial.seconds, serving: null },
    });
    expect(text).toMatch(/did not start[\s\S]*failed +parser[\s\S]*no such room version[\s\S]*write another/);
    expect(text).toMatch(/not reached +message/);
    expect(text).toContain("never answered");
  });

  it("tells how a kept one is looked at and removed", () => {
    const text = showTrial({ ...trial, kept: true });
    expect(text).toContain("npx chatkeep status --stack try-5bce-1-1-abcd");
    expect(text).toContain("--yes-delete-data try-5bce-1-1-abcd");
  });
});

describe("a check", () => {
  it("passes with what it found and fails with what it threw", async () => {
    expect(await runCheck("ports", async () => "one")).toEqual({
      id: "ports",
      outcome: "passed",
      found: "one",
      next: null,
    });
    const failed = await runCheck("ports", () => Promise.reject(new StackError("two", { next: "close one" })));
    expect(failed).toEqual({ id: "ports", outcome: "failed", found: "two", next: "close one" });
  });
});
