import { describe, expect, it } from "vitest";
import { adviceWithoutAnswer } from "../../../src/operations/checks/after/no-answer.ts";
import { goodAfter } from "./good-after.ts";
import { boundTo } from "./wrong/changes-before.ts";

const advise = adviceWithoutAnswer("See whether it runs.");

/** A server whose name is outside the DNS: no one looked where it leads. */
const bound = (...addresses: readonly string[]) => {
  const good = goodAfter("public");
  return { ...good, addresses: null, plan: boundTo(good, ...addresses) };
};

describe("what is advised where no one answers", () => {
  it("is IPv4 first, where the ports are on IPv6 alone and it is not known where the name leads", () => {
    expect(advise(bound("::"))).toBe(
      "No port is published on IPv4: add 0.0.0.0 to the list in chatkeep:bindAddress. If it is already in the list:  See whether it runs.",
    );
  });

  it.each([["0.0.0.0"], ["127.0.0.1"], ["0.0.0.0", "::"], ["::1"]])("is the usual with ports on %s", (...addresses) => {
    expect(advise(bound(...addresses))).toBe("See whether it runs.");
  });
});
