import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { refuseOtherName } from "../../src/operations/server-name.ts";
import { goal, state } from "./situation.ts";

describe("another server name", () => {
  const becoming = (serverName: string | null) => () => refuseOtherName(goal.plan, { ...state(), serverName });

  it("is refused with the reason and the two ways out", () => {
    expect(becoming("old.example.org")).toThrow(Refusal);
    expect(becoming("old.example.org")).toThrow(
      /is the server old\.example\.org, and cannot become acme\.example\.org/,
    );
  });

  it("is no other when it is the same, or when there was none", () => {
    expect(becoming("acme.example.org")).not.toThrow();
    expect(becoming(null)).not.toThrow();
    expect(() => refuseOtherName(goal.plan, null)).not.toThrow();
  });
});
