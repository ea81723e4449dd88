import { describe, expect, it } from "vitest";
import { isScramPassword } from "../../src/keys/scram.ts";
import { Secret } from "../../src/kinds/secret.ts";

/** The example of RFC 7677, section 3, as Postgres keeps it: the password `pencil`. */
const pencil =
  "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

describe("a password that Postgres keeps", () => {
  it("is known again, and no other one is taken for it", () => {
    expect(isScramPassword(pencil, new Secret("pencil"))).toBe(true);
    expect(isScramPassword(pencil, new Secret("pencils"))).toBe(false);
  });

  it.each(["", "md5abc", pencil.replace("4096", "x"), pencil.slice(0, 60)])("is not found in %j", (kept) => {
    expect(isScramPassword(kept, new Secret("pencil"))).toBe(false);
  });
});
