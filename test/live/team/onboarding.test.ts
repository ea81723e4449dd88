import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { generatePassword } from "../../../src/operations/accounts/password.ts";
import { type OpenBrowser, openBrowser } from "../../support/browser/browser.ts";
import { openDelivered } from "../../support/browser/delivered-page.ts";
import { readShownCode } from "../../support/browser/qr-reader.ts";
import { shownMail } from "../../support/mail/shown-mail.ts";
import { type SmtpInTest, smtpServer } from "../../support/mail/smtp-server.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makeCertificate } from "../../support/proxy/certificates.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, type Outcome } from "../../support/stack/command-line.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";
import { mailAfterUpTests } from "./mail-after-up.ts";

const stack = inject("teamStack");
const paths = pathsOf(stack.name, { XDG_STATE_HOME: stack.stateHome });
const devices = devicesAt(stack);
const login = { user: "chat@acme.example", password: "correct horse battery" };
const strange = "Ada <b>“آدا”</b> Lovelace";
const ada = `@onb-ada:${stack.serverName}`;
const ben = `@onb-ben:${stack.serverName}`;

let smtp: SmtpInTest;
let folder: string;
let stackFile: string;
let browser: OpenBrowser;

/** Ada has an address and Ben has none; both have accounts that were never used, as a run leaves them that was killed. */
beforeAll(async () => {
  const certificate = await makeCertificate({ name: "localhost" });
  smtp = await smtpServer({ tls: "starttls", certificate, login });
  stackFile = await readFile(paths.stackFile, "utf8");
  folder = await mkdtemp(join(stack.stateHome, "onb-"));
  await changeSetting(stack.name, "trustedAuthorities", [certificate.authority], paths.stackFile);
  await useMail({});
  await writeFile(join(paths.stateFolder, "mail-password.pending"), login.password, { mode: 0o600 });
  await writeFile(paths.roster, rosterOf());
  const operator = await operatorOf(stack);
  const accounts = synapseAccounts(operator, `@chatkeep:${stack.serverName}` as UserId);
  for (const [user, admin] of [
    [ada, true],
    [ben, false],
  ] as const)
    await accounts.make({ user: user as UserId, displayName: null, admin, password: generatePassword(randomBytes) });
  operator.close();
  browser = await openBrowser(stack);
});

afterAll(async () => {
  if (stackFile !== undefined) await writeFile(paths.stackFile, stackFile);
  await Promise.all([
    rm(paths.roster, { force: true }),
    rm(join(paths.stateFolder, "mail-password.pending"), { force: true }),
  ]);
  await rm(folder, { recursive: true, force: true });
  await Promise.all([browser?.[Symbol.asyncDispose](), smtp?.[Symbol.asyncDispose](), devices.close()]);
});

function rosterOf(): string {
  const members = [
    { id: ada, name: strange, email: "ada@acme.example", role: "admin" },
    { id: ben, name: "Ben Lima", role: "member" },
  ];
  return JSON.stringify({ members }, null, 2);
}

async function useMail(more: Readonly<Record<string, string | number | boolean>>): Promise<void> {
  const mail = { host: "localhost", port: smtp.port, tls: "starttls", sender: "chat@acme.example", user: login.user };
  await changeSetting(stack.name, "mail", { ...mail, ...more }, paths.stackFile);
}

const writeSheet = (name: string): Promise<Outcome> =>
  chatkeep(stack, ["team", "sheet", name, "--sheets", folder, "--yes", "--json"]);

const reset = (name: string, ...flags: readonly string[]): Promise<Outcome> =>
  chatkeep(stack, ["team", "reset-password", name, "--sheets", folder, ...flags]);

async function sheetText(name: string): Promise<string> {
  const file = join(folder, `${name}.txt`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  return readFile(file, "utf8");
}

const passwordIn = (text: string): string => /(?:Initial|New) password: ([0-9a-z-]+)/.exec(text)?.[1] ?? "none";

async function lastMail(): Promise<{ readonly raw: string; readonly parsed: ParsedMail }> {
  const raw = smtp.mails.at(-1)?.raw ?? Buffer.alloc(0);
  return { raw: raw.toString(), parsed: await simpleParser(raw) };
}

describe("a sheet for a member who never signed in", () => {
  it("is written for its owner alone, and a mail without the password is sent", async () => {
    const { stdout, stderr, exitCode } = await writeSheet("onb-ada");
    expect([stderr, exitCode]).toEqual([expect.any(String), 0]);
    expect(JSON.parse(stdout)).toMatchObject({
      user: ada,
      mailedTo: "ada@acme.example",
      mailProblem: null,
      files: [join(folder, "onb-ada.html"), join(folder, "onb-ada.txt")],
    });
    const password = passwordIn(await sheetText("onb-ada"));
    expect(await devices.signInStatus("onb-ada", password)).toBe(200);
    const { raw, parsed } = await lastMail();
    expect(smtp.mails.at(-1)).toMatchObject({ from: "chat@acme.example", to: ["ada@acme.example"], encrypted: true });
    const [to] = [parsed.to].flat() as readonly AddressObject[];
    expect([parsed.subject, to?.value]).toEqual([
      `Your account at ${stack.serverName}`,
      [{ name: strange, address: "ada@acme.example" }],
    ]);
    expect(parsed.text).toContain(`User name: onb-ada`);
    expect(parsed.text).toContain("Your initial password is not in this mail");
    expect(`${raw}${parsed.text}${parsed.html}${stdout}${stderr}`).not.toContain(password);
  });

  it("says by camera and by eye what is needed, on paper, on a phone and to a screen reader", async () => {
    const page = await openDelivered(browser, await readFile(join(folder, "onb-ada.html"), "utf8"), "sheet");
    const blank = await page.context().newPage();
    const codes = page.locator("svg");
    const read = await Promise.all((await codes.all()).map((code) => readShownCode(code, blank)));
    const host = new URL(stack.baseUrl).host;
    expect(read).toEqual([
      `https://mobile.element.io/element/?account_provider=${encodeURIComponent(host)}`,
      `${stack.baseUrl}/`,
      `${stack.baseUrl}/recovery/first-day`,
    ]);
    expect(await page.locator(".holder").textContent()).toBe(`For ${strange} ${ada}`);
    await page.context().close();
  });

  it("comes with a mail that reads well, with its code", async () => {
    const page = await openDelivered(browser, shownMail((await lastMail()).parsed), "mail");
    const blank = await page.context().newPage();
    expect(await readShownCode(page.locator("img"), blank)).toContain("account_provider=");
    expect(await page.locator("img").count()).toBe(1);
    expect(await page.locator("body").textContent()).toContain(strange);
    await page.context().close();
  });

  it("is all that is written where the member has no address", async () => {
    const before = smtp.mails.length;
    const { stdout } = await writeSheet("onb-ben");
    expect(JSON.parse(stdout)).toMatchObject({ user: ben, mailedTo: null, mailProblem: null });
    expect(smtp.mails).toHaveLength(before);
    expect(await devices.signInStatus("onb-ben", passwordIn(await sheetText("onb-ben")))).toBe(200);
  });
});

describe("a member's new password", () => {
  let token: string;

  it("costs what is said first, and nothing without a yes", async () => {
    token = await devices.signIn("onb-ada", passwordIn(await sheetText("onb-ada")));
    expect((await writeSheet("onb-ada")).stderr).toContain("has signed in already");
    const { stderr, exitCode } = await reset("onb-ada");
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("Their device stays signed in and keeps all messages.");
    expect(stderr).toContain("Their recovery key stays the same.");
    expect(await devices.statusOf(token)).toBe(200);
  });

  it("is not set while the mail server shows a certificate for another name", async () => {
    const certificate = await makeCertificate({ name: "mail.acme.example" });
    await using other = await smtpServer({ tls: "starttls", certificate, login });
    await useMail({ port: other.port });
    const before = passwordIn(await sheetText("onb-ada"));
    const { stderr, exitCode } = await reset("onb-ada", "--yes");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("cannot be made secure")]);
    expect([other.tried, other.mails]).toEqual([[], []]);
    expect(await devices.signInStatus("onb-ada", before)).toBe(200);
    await useMail({});
  });

  it("is in the mail, and on no sheet, where the settings say so; the old one and the devices end as asked", async () => {
    const old = passwordIn(await sheetText("onb-ada"));
    await rm(join(folder, "onb-ada.txt"));
    await useMail({ passwords: true });
    const { stdout, stderr, exitCode } = await reset("onb-ada", "--yes", "--sign-out", "--json");
    expect([stderr, exitCode]).toEqual([expect.stringContaining("is signed out. Without their recovery key"), 0]);
    expect(JSON.parse(stdout)).toMatchObject({ files: [], mailedTo: "ada@acme.example", signedOut: true });
    const { parsed } = await lastMail();
    const password = passwordIn(parsed.text ?? "");
    expect(`${stdout}${stderr}`).not.toContain(password);
    expect(await devices.signInStatus("onb-ada", password)).toBe(200);
    expect(await devices.signInStatus("onb-ada", old)).toBe(403);
    expect(await devices.statusOf(token)).toBe(401);
  });
});

if (isSoak) mailAfterUpTests();
