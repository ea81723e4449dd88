import { describe, expect, it } from "vitest";
import { decideAccess } from "../../../../src/operations/recovery/audit/access.ts";

const expected = { mark: "abc", columns: { users: ["name", "locked"], devices: ["user_id"] } };
const exact = { letIn: true, functions: "abc", rights: ["users.name", "devices.user_id", "users.locked"] };

describe("the rights of the role", () => {
  it("are left alone where they are exactly as they should be", () => {
    expect(decideAccess(exact, expected)).toBeNull();
  });

  it.each([
    ["a column is missing", { ...exact, rights: exact.rights.slice(1) }],
    ["a column is too many", { ...exact, rights: [...exact.rights, "users.password_hash"] }],
    ["a whole table is readable", { ...exact, rights: [...exact.rights, "users: SELECT"] }],
    ["the functions are others", { ...exact, functions: "other" }],
  ])("are set again where %s", (_, observed) => {
    expect(decideAccess(observed, expected)).toBe("renewed");
  });

  it("are set where there are none", () => {
    expect(decideAccess({ letIn: true, functions: null, rights: [] }, expected)).toBe("created");
  });
});
