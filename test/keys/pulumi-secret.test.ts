import { describe, expect, it } from "vitest";
import { pulumiSeal } from "../../src/keys/pulumi-secret.ts";
import { Secret } from "../../src/kinds/secret.ts";

/** Written by `pulumi config set --secret` 3.259.0 under the passphrase below. */
const sealed = {
  salt: "v1:FJbu0lZYSFw=:v1:xUL841RQ1n5G1PUl:/vfXNHPitzcpKtdIi72H+eykY7HaIw==",
  secure: "v1:uaEHhdn1YqWzQiDd:IvO+6PRgWqvpB2jV7S9TII/lKlkUZOtso/b8BWZaoRvU2GRS9H1BA7IxuDDA3m63IHgOzxU3McFJbQU=",
};
const passphrase = new Secret("known answer passphrase");

async function opened({ salt, secure }: typeof sealed, by: Secret): Promise<string | null> {
  return (await pulumiSeal(salt, by))?.open(secure)?.reveal() ?? null;
}

describe("a secret of Pulumi's", () => {
  it("is opened by its passphrase, with and without the line's end of a file", async () => {
    const known = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    expect(await opened(sealed, passphrase)).toBe(known);
    const typed = new Secret(`${passphrase.reveal()}\n`);
    expect(await opened(sealed, typed)).toBe(known);
  });

  it("stays closed to another passphrase", async () => {
    expect(await opened(sealed, new Secret("another"))).toBeNull();
  });

  it.each([
    { salt: "", secure: sealed.secure },
    { salt: sealed.salt, secure: "" },
    { salt: sealed.salt, secure: sealed.secure.slice(0, -8) },
    { salt: sealed.salt, secure: sealed.secure.replace("v1", "v2") },
    { salt: sealed.salt, secure: "v1:AAAA:BBBB" },
  ])("stays closed where it is damaged: %j", async (damaged) => {
    expect(await opened(damaged, passphrase)).toBeNull();
  });
});
