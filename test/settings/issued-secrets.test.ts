import { describe, expect, it } from "vitest";
import { cloudflareToken, mailPassword } from "../../src/settings/issued-secrets.ts";
import { exampleSettings } from "../plan/example-settings.ts";

describe("a token of Cloudflare", () => {
  it.each(["a".repeat(40), `${"Ab-_9".repeat(8)}`, `cfut_${"a".repeat(48)}`, `cfat_${"Z".repeat(32)}`])(
    "is taken in the forms there are",
    (text) => {
      expect(cloudflareToken.problemIn(text)).toBeNull();
    },
  );

  it.each([
    "",
    "short",
    "a".repeat(51),
    `{${"a".repeat(40)}}`,
    `"${"a".repeat(40)}"`,
    `${"a".repeat(40)}\n`,
    "ä".repeat(40),
  ])("is none in another form, which Caddy would print", (text) => {
    expect(cloudflareToken.problemIn(text)).not.toBeNull();
  });
});

describe("the password of the mail server", () => {
  const server = { host: "mail.acme.example", sender: "chat@acme.example" };

  it("is needed only where the mail server has a user", () => {
    const needed = (mail: unknown) => mailPassword.isNeeded(exampleSettings({ mail }));
    expect([needed("off"), needed(server), needed({ ...server, user: "chat" })]).toEqual([false, false, true]);
  });

  it("is any line of text", () => {
    expect(mailPassword.problemIn("pâss wörd \"' {}")).toBeNull();
    for (const text of ["", "two\nlines", "a\tb", "a".repeat(513)]) expect(mailPassword.problemIn(text)).not.toBeNull();
  });
});
