import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { deliverer } from "../../../src/actions/team/onboarding/deliver.ts";
import { sheetName } from "../../../src/actions/team/onboarding/sheet-file.ts";
import { disk } from "../../../src/io/machine/files.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { mailServer } from "../../../src/io/mail/mail-server.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import type { RosterMember } from "../../../src/settings/team/roster.ts";
import { initialPassword, madeUpOnboarding } from "../../render/team/onboarding/made-up.ts";
import { type SmtpInTest, smtpServer } from "../../support/mail/smtp-server.ts";
import { makeCertificate, type ServerCertificate } from "../../support/proxy/certificates.ts";

// Making keys takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let certificate: ServerCertificate;
let folder: string;

beforeAll(async () => {
  certificate = await makeCertificate({ name: "localhost" });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-sheets-"));
});
afterEach(() => rm(folder, { recursive: true }));

const { plan, member: named, ...about } = madeUpOnboarding();
const ada: RosterMember = {
  ...named,
  name: "Ada “آدا” <b>Lovelace</b>",
  email: "ada@acme.example",
  role: "member",
  teams: [],
  contacts: [],
  joinsBy: "password",
};

/** Delivers what Ada signs in with through a real mail server. */
async function deliver(smtp: SmtpInTest, passwords: boolean, member = ada) {
  const place = { host: "localhost", port: smtp.port, login: null, trusted: [certificate.authority] };
  const server = await mailServer({ ...place, tls: "starttls" });
  const mail = { server, sender: "chat@acme.example", passwords };
  try {
    return await deliverer({ files: disk }, { plan, templates: readTemplates(), folder, mail })(member, about);
  } finally {
    server.close();
  }
}

const start = (refused: readonly string[] = []) => smtpServer({ tls: "starttls", certificate, refused });
const mailIn = (smtp: SmtpInTest): Promise<ParsedMail> => simpleParser(smtp.mails.at(-1)?.raw ?? "");
const sheet = "ada.txt";

describe("what a member signs in with", () => {
  it("is on a sheet for its owner alone, and a mail without the password says the rest", async () => {
    await using smtp = await start();
    const delivered = await deliver(smtp, false);
    expect(delivered).toEqual({
      user: ada.id,
      files: [join(folder, "ada.html"), join(folder, "ada.txt")],
      mailedTo: "ada@acme.example",
      mailProblem: null,
    });
    expect(await readFile(join(folder, sheet), "utf8")).toContain(initialPassword);
    for (const file of delivered.files) expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { subject, text, html, from, attachments } = await mailIn(smtp);
    expect([subject, from?.text]).toEqual([
      "Your account at acme.example.org",
      '"Chat at acme.example.org" <chat@acme.example>',
    ]);
    expect(text).toContain("Hello Ada “آدا” <b>Lovelace</b> (@ada:acme.example.org)");
    expect(attachments.map(({ contentType, related }) => [contentType, related])).toEqual([["image/png", true]]);
    expect(`${smtp.mails[0]?.raw}${text}${html}`).not.toContain(initialPassword);
  });

  it("is in the mail and on no sheet where mails may hold it", async () => {
    await using smtp = await start();
    expect(await deliver(smtp, true)).toMatchObject({ files: [], mailedTo: "ada@acme.example" });
    const { text, html } = await mailIn(smtp);
    expect([text, html]).toEqual([expect.stringContaining(initialPassword), expect.stringContaining(initialPassword)]);
  });

  it("is on a sheet after all where the mail is not taken, and it is said why", async () => {
    await using smtp = await start(["ada@acme.example"]);
    const delivered = await deliver(smtp, true);
    expect(delivered).toMatchObject({ mailedTo: null, mailProblem: expect.stringContaining("no such mailbox") });
    expect(delivered.files).toHaveLength(2);
    expect(await readFile(join(folder, sheet), "utf8")).toContain(initialPassword);
  });

  it("is on a sheet alone for who has no address", async () => {
    await using smtp = await start();
    expect(await deliver(smtp, true, { ...ada, email: null })).toMatchObject({ mailedTo: null, mailProblem: null });
    expect(smtp.mails).toEqual([]);
  });
});

describe("the name of a sheet's files", () => {
  it("is the user name where that can be one, and is never a path, hidden or too long", () => {
    const nameOf = (localpart: string) => sheetName(`@${localpart}:acme.test` as UserId);
    expect(["ada.l-b_1", "../../etc/x", ".ada", "a=2fb", "a/b"].map(nameOf)).toEqual([
      "ada.l-b_1",
      "=2e.=2f..=2fetc=2fx",
      "=2eada",
      "a=3d2fb",
      "a=2fb",
    ]);
    const long = ["/".repeat(128), "/".repeat(127)].map(nameOf);
    expect(long.map((name) => name.length)).toEqual([64, 64]);
    expect(long[0]).not.toBe(long[1]);
  });
});
