import { describe, expect, it } from "vitest";
import { cloudflareToken } from "../../src/settings/issued-secrets.ts";

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
