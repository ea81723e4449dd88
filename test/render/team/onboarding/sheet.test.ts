import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import { Secret } from "../../../../src/kinds/secret.ts";
import type { Onboarding } from "../../../../src/render/team/onboarding/contents.ts";
import { renderOnboardingSheet } from "../../../../src/render/team/onboarding/sheet.ts";
import { paintModules, readQrCode } from "../../../support/browser/qr-reader.ts";
import { initialPassword, madeUpOnboarding } from "./made-up.ts";

const sheetOf = (about: Onboarding) => renderOnboardingSheet(about, readTemplates());

/** What a person reads on the page, without its head. */
function readingOf(html: string): string {
  const body = html.slice(html.indexOf("<body>")).replace(/<[^>]+>/g, " ");
  return body.replace(/&amp;/g, "&").replace(/&#39;/g, "'").replace(/\s+/g, " ");
}

/** What cameras read on it, by the words below each code. */
function codesOn(html: string): Readonly<Record<string, string | null>> {
  const found = html.matchAll(/aria-label="QR code: ([^"]+)" viewBox="0 0 (\d+) \d+".*?<path d="([^"]+)"/gs);
  return Object.fromEntries(
    [...found].map(([, label = "", size, path = ""]) => [label, readQrCode(paintModules(path, Number(size)))]),
  );
}

describe("the sheet of a new member", () => {
  const { html, text } = sheetOf(madeUpOnboarding());

  it.each([
    ["page", readingOf(html)],
    ["text", text.replace(/\s+/g, " ")],
  ])("says on the %s what they sign in with, the steps, the least versions, recovery and help", (_, shown) => {
    for (const said of ["chat.acme.example.org", "@ada:acme.example.org", initialPassword])
      expect(shown).toContain(said);
    expect(shown).toMatch(/user name ada and the initial password/);
    expect(shown).toMatch(/Element X 26\.06 or newer/);
    expect(shown).toMatch(/Element 1\.12\.29 or newer/);
    for (const page of ["recovery/first-day", "password", "recovery"])
      expect(shown).toContain(`chat.acme.example.org/${page}`);
    expect(shown).toMatch(/Ask the person who gave you this account/);
    expect(shown).not.toMatch(/\{|undefined|\[secret\]/);
  });

  it("leads cameras to the app, the front page and the recovery page, and tells them no secret", () => {
    expect(codesOn(html)).toEqual({
      "Element X": "https://mobile.element.io/element/?account_provider=chat.acme.example.org",
      "Front page": "https://chat.acme.example.org/",
      Recovery: "https://chat.acme.example.org/recovery/first-day",
    });
  });

  it("is one file that loads nothing and runs nothing", () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\son\w+=|\ssrc=/i);
  });

  it("has the display name beside the user ID, and its letters mean nothing else", () => {
    const name = "<img src=x onerror=alert(1)> & “Ada”";
    const strange = sheetOf(madeUpOnboarding({ member: { ...madeUpOnboarding().member, name } }));
    expect(strange.html).not.toContain("<img");
    expect(strange.html).toContain("<bdi>&lt;img src=x onerror=alert(1)&gt; &amp; “Ada”</bdi> <code>@ada:acme");
    expect(strange.text).toContain(`For ${name}\n    @ada:acme.example.org`);
  });

  it("names the client in the browser, the operator, and what is special about the server", () => {
    const settings = { elementWeb: "web.acme.example.org", adminContact: "mailto:it@acme.example.org", push: "off" };
    const shown = readingOf(sheetOf(madeUpOnboarding({}, { ...settings, tls: "internal" })).html);
    expect(shown).toMatch(/Open web\.acme\.example\.org . It knows the server/);
    expect(shown).toMatch(/Ask the operator of this server: it@acme\.example\.org/);
    expect(shown).toMatch(/comes from its own authority/);
    expect(shown).toMatch(/no notifications/);
  });
});

describe("another sheet", () => {
  it("lets a member create their account with a token, at a computer, under their own name", () => {
    const token = { kind: "token", token: new Secret("t0ken-t0ken"), expires: "2026-12-14T08:00:00.000Z" } as const;
    const { text } = sheetOf(madeUpOnboarding({ credential: token }));
    expect(text).toContain("Registration token: t0ken-t0ken");
    expect(text).toContain("Valid until: 2026-12-14 08:00 UTC");
    expect(text).toMatch(/“Create Account”[\s\S]*Choose the user name ada, exactly so/);
    expect(text).not.toMatch(/initial password/i);
  });

  it("for a new password says first that devices, messages and recovery key stay", () => {
    const { html, text } = sheetOf(madeUpOnboarding({ occasion: "new password" }));
    expect(text).toMatch(/^Your new password at acme\.example\.org/);
    expect(text).toContain(`New password: ${initialPassword}`);
    expect(text).toMatch(/Your devices stay signed in, and keep your messages\. Your recovery key stays the same/);
    expect(Object.values(codesOn(html))).toEqual([
      "https://chat.acme.example.org/password",
      "https://chat.acme.example.org/",
    ]);
  });

  it("for a new password with which all devices were signed out asks for the recovery key", () => {
    const { text } = sheetOf(madeUpOnboarding({ occasion: "new password, signed out" }));
    expect(text).toMatch(
      /have your recovery key ready: follow https:\/\/chat\.acme\.example\.org\/recovery\/new-device/,
    );
  });
});
