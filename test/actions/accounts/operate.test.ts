import { describe, expect, it } from "vitest";
import { accountId } from "../../../src/actions/accounts/operate.ts";
import { SettingsError } from "../../../src/errors.ts";
import { parseServerName } from "../../../src/kinds/names.ts";

describe("the name of an account", () => {
  const server = parseServerName("acme.example");
  if (server === null) throw new Error("a server name");

  it.each(["ana", "@ana", "@ana:acme.example"])("may be written as %s", (name) => {
    expect(accountId(name, server)).toBe("@ana:acme.example");
  });

  it.each(["Ana", "@ana:other.example", "", "a b"])("is refused as %s", (name) => {
    expect(() => accountId(name, server)).toThrow(SettingsError);
  });

  it("is not the one that the program itself works with", () => {
    expect(() => accountId("chatkeep", server)).toThrow(/chatkeep's own account/);
  });
});
