import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Person } from "../../src/io/matrix/client.ts";
import { fetchTrusting } from "../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../src/io/synapse-operator.ts";
import {
  accessibilityProblems,
  keepPicture,
  type OpenBrowser,
  openBrowser,
  openPage,
  type WatchedPage,
} from "../support/browser.ts";
import { operatorOf } from "../support/operator.ts";
import { makePeople } from "../support/people.ts";

const stack = inject("mainStack");
const client = fetchTrusting(stack.authorityFile);
const newPassword = () => randomBytes(12).toString("base64url");

let operator: SynapseOperator;
let browser: OpenBrowser;
let people: readonly Person[];

beforeAll(async () => {
  operator = await operatorOf(stack);
  people = await makePeople(operator, stack.serverName, ["dora", "emil", "fay"]);
  browser = await openBrowser(stack);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  operator?.close();
  await client.close();
});

describe("a member's password", () => {
  it("is changed by keyboard alone, and the member's devices stay signed in", async () => {
    const { userId, password } = known(people[0]);
    const device = await signIn(userId, password);
    const wanted = newPassword();
    const { page, context, complaints, asked } = await openForm();
    await enterByKeyboard(page, [localpart(userId), password, wanted, wanted]);
    await expectWords(page, "Your password is changed. Your devices stay signed in.");
    await keepPicture(page, "changed");
    expect(complaints).toEqual([]);
    expect(await statusOf(device)).toBe(200);
    expect(await devicesOf(device)).toHaveLength(1);
    expect(await signInStatus(userId, password)).toBe(403);
    expect(await signInStatus(userId, wanted)).toBe(200);
    expect(asked.filter((address) => address.includes(password) || address.includes(wanted))).toEqual([]);
    expect(await keptIn(page)).toEqual(["", "", "", "", 0, 0, ""]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it("is changed and the other devices are signed out when that is asked for", async () => {
    const { userId, password } = known(people[1]);
    const device = await signIn(userId, password);
    const wanted = newPassword();
    const { page, context } = await openForm();
    await page.getByLabel("Sign out my other devices").check();
    await enter(page, [userId, password, wanted, wanted]);
    await expectWords(page, "Your password is changed. Your other devices are signed out.");
    expect(await statusOf(device)).toBe(401);
    const fresh = await signIn(userId, wanted);
    expect(await devicesOf(fresh)).toHaveLength(1);
    await context.close();
  });
});

describe("a member is told in words", () => {
  let watched: WatchedPage;
  let member: Person;

  beforeAll(async () => {
    member = known(people[2]);
    watched = await openForm();
  });
  afterAll(() => watched?.context.close());

  it("what is wrong before anything is sent, at its field", async () => {
    const { page, asked } = watched;
    await enter(page, [member.userId, member.password, "one new password", "another new password"]);
    await expectWords(page, "The new password was not typed the same twice.");
    expect(await focused(page)).toBe("again");
    await enter(page, ["@ana:elsewhere.test", member.password, "one new password", "one new password"]);
    await expectWords(page, "is a name of elsewhere.test");
    expect(await focused(page)).toBe("user");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(asked.filter((address) => address.includes("/_matrix/"))).toEqual([]);
  });

  it("that the new password is too weak, and the old one holds", async () => {
    await enter(watched.page, [member.userId, member.password, "short", "short"]);
    await expectWords(watched.page, "too weak for this server (The password must be at least 12");
    expect(await focused(watched.page)).toBe("new");
    expect(await signInStatus(member.userId, member.password)).toBe(200);
  });

  it("that there is no answer, and that nothing changed", async () => {
    await watched.context.setOffline(true);
    await enter(watched.page, [member.userId, member.password, "a longer new one", "a longer new one"]);
    await expectWords(watched.page, "The server does not answer. Your password is as it was.");
    await watched.context.setOffline(false);
  });

  it("that the password is wrong, and after several tries how many seconds to wait", async () => {
    const seen: string[] = [];
    while (!seen.at(-1)?.includes("too often") && seen.length < 10) {
      await enter(watched.page, [member.userId, "not the password", "a longer new one", "a longer new one"]);
      seen.push(await wordsOn(watched.page));
    }
    await keepPicture(watched.page, "refused");
    expect(seen[0]).toBe("User name and password do not belong together. Your password is as it was.");
    expect(seen.at(-1)).toMatch(
      /^That was tried too often\. Try again in \d+ seconds?\. Your password is as it was\.$/,
    );
  });
});

async function openForm(): Promise<WatchedPage> {
  const watched = await openPage(browser);
  await watched.page.goto(`${stack.baseUrl}/password`, { waitUntil: "networkidle" });
  return watched;
}

const labels = ["User name", "Password now", "New password", "New password once more"] as const;

async function enter(page: Page, values: readonly string[]): Promise<void> {
  for (const [index, label] of labels.entries())
    await page.getByLabel(label, { exact: true }).fill(values[index] ?? "");
  await page.getByRole("button", { name: "Change password" }).click();
}

/** From field to field by the tabulator, and sent by Enter. */
async function enterByKeyboard(page: Page, values: readonly string[]): Promise<void> {
  await page.getByLabel("User name").focus();
  for (const [index, value] of values.entries()) {
    if (index > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Enter");
}

/** What the page answers: the words appear while the button can be pressed again. */
async function wordsOn(page: Page): Promise<string> {
  await page.locator("#message:not([hidden])").waitFor();
  return (await page.getByRole("alert").textContent()) ?? "";
}

async function expectWords(page: Page, words: string): Promise<void> {
  expect(await wordsOn(page)).toContain(words);
}

async function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id");
}

/** What a page still holds of what was typed: in its fields, its storage, its address. */
async function keptIn(page: Page): Promise<unknown> {
  return page.evaluate(
    `[...["user", "current", "new", "again"].map((id) => document.getElementById(id).value),
      localStorage.length, sessionStorage.length, location.search + location.hash]`,
  );
}

async function requestSignIn(user: string, password: string): Promise<Response> {
  const body = { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
  const headers = { "content-type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(body) };
  return client.fetch(`${stack.baseUrl}/_matrix/client/v3/login`, options);
}

/** Signs in as a device would; gives its token. */
async function signIn(user: string, password: string): Promise<string> {
  const answer = await requestSignIn(user, password);
  expect(answer.status).toBe(200);
  const { access_token } = JSON.parse(await answer.text());
  return String(access_token);
}

/** Whether a password is taken. The device made on the way is signed out again. */
async function signInStatus(user: string, password: string): Promise<number> {
  const answer = await requestSignIn(user, password);
  const { access_token } = JSON.parse(await answer.text());
  if (access_token !== undefined) await ask("POST", "logout", access_token);
  return answer.status;
}

async function statusOf(token: string): Promise<number> {
  return (await ask("GET", "account/whoami", token)).status;
}

async function devicesOf(token: string): Promise<readonly unknown[]> {
  const { devices } = JSON.parse(await (await ask("GET", "devices", token)).text());
  return devices;
}

function ask(method: string, path: string, token: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return client.fetch(`${stack.baseUrl}/_matrix/client/v3/${path}`, { method, headers });
}

function localpart(userId: string): string {
  return userId.slice(1).split(":")[0] ?? "";
}

function known(person: Person | undefined): Person {
  if (person === undefined) throw new Error("there are three people");
  return person;
}
