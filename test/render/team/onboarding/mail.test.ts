import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import { renderMemberMail } from "../../../../src/render/team/onboarding/mail.ts";
import { initialPassword, madeUpOnboarding } from "./made-up.ts";

const mailOf = (holdsSecret: boolean, about = madeUpOnboarding()) =>
  renderMemberMail(about, holdsSecret, readTemplates());

describe("a mail to a new member", () => {
  it("says in both forms where to sign in, and has no password", () => {
    const { subject, html, text, picture } = mailOf(false);
    expect(subject).toBe("Your account at acme.example.org");
    for (const shown of [html, text]) {
      for (const said of ["chat.acme.example.org", "@ada:acme.example.org", "Ada Lovelace", "recovery/first-day"])
        expect(shown).toContain(said);
      expect(shown).toContain("Your initial password is not in this mail");
    }
    expect(JSON.stringify([subject, html, text, [...picture.png]])).not.toContain(initialPassword);
  });

  it("has the password where mails may hold it, and says what that means", () => {
    const { html, text } = mailOf(true);
    for (const shown of [html, text]) {
      expect(shown).toContain(initialPassword);
      expect(shown).toContain("choose another password today");
      expect(shown).toContain("Then delete this mail");
    }
  });

  it("shows one picture, which comes with it, and loads nothing", () => {
    const { html, picture } = mailOf(false);
    expect([...html.matchAll(/src="([^"]*)"/g)].map(([, source]) => source)).toEqual([`cid:${picture.name}`]);
    expect(html).not.toMatch(/<script|<link|<style|url\(|\son\w+=/i);
  });

  it("takes no letter of a name for HTML", () => {
    const name = "<b>Ada</b>";
    const about = madeUpOnboarding({ member: { ...madeUpOnboarding().member, name } });
    expect(mailOf(false, about).html).toContain("Hello <bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi>");
    expect(mailOf(false, about).text).toContain("Hello <b>Ada</b> (@ada:acme.example.org),");
  });
});
