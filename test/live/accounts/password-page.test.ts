import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Person } from "../../../src/io/matrix/client.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import {
  accessibilityProblems,
  keepPicture,
  type OpenBrowser,
  openBrowser,
  type WatchedPage,
} from "../../support/browser/browser.ts";
import { enter, enterByKeyboard, focused, keptIn, openForm, wordsOn } from "../../support/browser/password-form.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";

const stack = inject("mainStack");
const devices = devicesAt(stack);
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
  await devices.close();
});

describe("a member's password", () => {
  it("is changed by keyboard alone, and the member's devices stay signed in", async () => {
    const { userId, password } = known(people[0]);
    const device = await devices.signIn(userId, password);
    const wanted = newPassword();
    const { page, context, complaints, asked } = await openForm(browser, stack.baseUrl);
    await enterByKeyboard(page, [localpart(userId), password, wanted, wanted]);
    await expectWords(page, "Your password is changed. Your devices stay signed in.");
    await keepPicture(page, "changed");
    expect(complaints).toEqual([]);
    expect(await devices.statusOf(device)).toBe(200);
    expect(await devices.devicesOf(device)).toHaveLength(1);
    expect(await devices.signInStatus(userId, password)).toBe(403);
    expect(await devices.signInStatus(userId, wanted)).toBe(200);
    expect(asked.filter((address) => address.includes(password) || address.includes(wanted))).toEqual([]);
    expect(await keptIn(page)).toEqual(["", "", "", "", 0, 0, ""]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it("is changed and the other devices are signed out when that is asked for", async () => {
    const { userId, password } = known(people[1]);
    const device = await devices.signIn(userId, password);
    const wanted = newPassword();
    const { page, context } = await openForm(browser, stack.baseUrl);
    await page.getByLabel("Sign out my other devices").check();
    await enter(page, [userId, password, wanted, wanted]);
    await expectWords(page, "Your password is changed. Your other devices are signed out.");
    expect(await devices.statusOf(device)).toBe(401);
    const fresh = await devices.signIn(userId, wanted);
    expect(await devices.devicesOf(fresh)).toHaveLength(1);
    await context.close();
  });
});

describe("a member is told in words", () => {
  let watched: WatchedPage;
  let member: Person;

  beforeAll(async () => {
    member = known(people[2]);
    watched = await openForm(browser, stack.baseUrl);
  });
  afterAll(() => watched?.context.close());

  it("what is wrong before anything is sent, at its field", async () => {
    const { page, asked } = watched;
    await enter(page, [member.userId, member.password, "one new password", "another new password"]);
    await expectWords(page, "The two new passwords differ.");
    expect(await focused(page)).toBe("again");
    expect(await page.locator("[aria-invalid=true]").evaluateAll((all) => all.map(({ id }) => id))).toEqual(["again"]);
    await enter(page, ["@ana:elsewhere.test", member.password, "one new password", "one new password"]);
    await expectWords(page, "is an account on elsewhere.test");
    expect(await focused(page)).toBe("user");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(asked.filter((address) => address.includes("/_matrix/"))).toEqual([]);
  });

  it("that the new password is too weak, and the old one holds", async () => {
    await enter(watched.page, [member.userId, member.password, "short", "short"]);
    await expectWords(watched.page, "too weak for this server (The password must be at least 12");
    expect(await focused(watched.page)).toBe("new");
    expect(await devices.signInStatus(member.userId, member.password)).toBe(200);
  });

  it("that there is no answer, and that nothing changed", async () => {
    await watched.context.setOffline(true);
    await enter(watched.page, [member.userId, member.password, "a longer new one", "a longer new one"]);
    await expectWords(watched.page, "The server does not answer. Your password was not changed.");
    await watched.context.setOffline(false);
  });

  it("that the password is wrong, and after several tries how many seconds to wait", async () => {
    const seen: string[] = [];
    while (!seen.at(-1)?.includes("too many attempts") && seen.length < 10) {
      await enter(watched.page, [member.userId, "not the password", "a longer new one", "a longer new one"]);
      seen.push(await wordsOn(watched.page));
    }
    await keepPicture(watched.page, "refused");
    expect(seen[0]).toBe("The user name or the password is wrong. Your password was not changed.");
    expect(seen.at(-1)).toMatch(
      /^There were too many attempts\. Try again in \d+ seconds?\. Your password was not changed\.$/,
    );
  });
});

async function expectWords(page: Page, words: string): Promise<void> {
  expect(await wordsOn(page)).toContain(words);
}

function localpart(userId: string): string {
  return userId.slice(1).split(":")[0] ?? "";
}

function known(person: Person | undefined): Person {
  if (person === undefined) throw new Error("there are three people");
  return person;
}
