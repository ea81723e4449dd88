import { describe, expect, it } from "vitest";
import { decideDelivery } from "../../../../src/operations/team/onboarding/delivery.ts";

const ada = "ada@acme.example";

describe("what a member signs in with", () => {
  it("is on a sheet where there is no mail server or no address", () => {
    expect(decideDelivery(ada, null)).toEqual({ mail: null, sheet: true });
    expect(decideDelivery(null, { passwords: true })).toEqual({ mail: null, sheet: true });
  });

  it("is on a sheet, and in no mail, unless mails may hold it", () => {
    expect(decideDelivery(ada, { passwords: false })).toEqual({ mail: { to: ada, holdsSecret: false }, sheet: true });
    expect(decideDelivery(ada, { passwords: true })).toEqual({ mail: { to: ada, holdsSecret: true }, sheet: false });
  });
});
