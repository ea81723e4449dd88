import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { Person } from "../../../src/io/matrix/client.ts";
import { memberRecords } from "../../../src/io/postgres/audit/members.ts";
import { type Account, synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { pageDevice } from "../../../src/kinds/page-device.ts";
import {
  accessibilityProblems,
  keepPicture,
  type OpenBrowser,
  openBrowser,
  type WatchedPage,
} from "../../support/browser/browser.ts";
import { askToEnd, confirmEnd, shownDevices, visitDevices } from "../../support/browser/devices-form.ts";
import { wordsOn } from "../../support/browser/password-form.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { databaseOf } from "../../support/members/readiness/population.ts";
import { furtherDevice, type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";

const stack = inject("teamStack");
const devices = devicesAt(stack);
const injected = `<img src=x onerror="window.ran=1">\u202e`;

let browser: OpenBrowser;
let [ana, ben, cleo]: readonly Person[] = [];
let phone: MemberDevice;
let tablet: MemberDevice;
let script: string;

/** Ana is ready on one device, has another that is not confirmed and names itself in HTML, and a program that does not encrypt. */
beforeAll(async () => {
  const operator = await operatorOf(stack);
  [ana, ben, cleo] = await makePeople(operator, stack.serverName, ["pge-ana", "pge-ben", "pge-cleo"]);
  operator.close();
  phone = await newDevice(stack, known(ana), "off");
  await setUpRecovery(phone);
  tablet = await furtherDevice(phone);
  await tablet.sdk.setDeviceDetails(tablet.deviceId, { display_name: injected });
  script = await devices.signIn(known(ana).userId, known(ana).password, { id: "PGESCRIPT", name: "a script" });
  browser = await openBrowser(stack);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await Promise.all([phone?.stop(), tablet?.stop()]);
  await devices.close();
});

describe("a member's devices", () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await visitDevices(browser, stack.baseUrl, known(ana));
  });
  afterAll(() => watched?.context.close());

  it("are shown with what is confirmed, and without this visit; a name is text and nothing else", async () => {
    const shown = await shownDevices(watched.page);
    const expected = [
      [phone.deviceId, "Confirmed", null],
      [tablet.deviceId, "Not confirmed", injected.replace("\u202e", "\ufffd")],
      ["PGESCRIPT", "Does not encrypt", "a script"],
    ];
    expect(shown.map(({ id, state }) => [id, state]).sort()).toEqual(expected.map(([id, state]) => [id, state]).sort());
    expect(shown.find(({ id }) => id === tablet.deviceId)?.name).toBe(expected[1]?.[2]);
    expect(shown.find(({ id }) => id === phone.deviceId)?.seen).toMatch(/20\d\d/);
    expect(await watched.page.evaluate("[window.ran, document.images.length]")).toEqual([undefined, 0]);
    expect(await watched.page.locator("#recovery").textContent()).toMatch(/^You have a recovery key, and the keys/);
  });

  it.each([
    ["phone", { width: 390, height: 844 }],
    ["desktop", { width: 1280, height: 900 }],
  ])("are open to everyone on a %s, also where it is dark, and in the question", async (name, viewport) => {
    const { page } = watched;
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
      await keepPicture(page, `devices-${name}-${colorScheme}`);
      await askToEnd(page, phone.deviceId);
      expect(await accessibilityProblems(page)).toEqual([]);
      await keepPicture(page, `devices-question-${name}-${colorScheme}`);
      await page.keyboard.press("Escape");
    }
  });

  it("are counted by no command with this visit among them", async () => {
    expect(await idsAt(script)).toContain(pageDevice);
    const { stdout } = await chatkeepSucceeds(stack, ["devices", "list", known(ana).userId, "--json"]);
    const listed: readonly { readonly id: string }[] = JSON.parse(stdout).devices;
    expect(listed.map(({ id }) => id).sort()).toEqual(["PGESCRIPT", phone.deviceId, tablet.deviceId].sort());
  });

  it("are signed out one by one, with the password, after what that costs", async () => {
    const { page } = watched;
    expect(await askToEnd(page, phone.deviceId)).toContain("your last confirmed device");
    await page.getByRole("button", { name: "Keep it" }).click();
    expect(await askToEnd(page, tablet.deviceId)).toContain("The device deletes the keys to your messages");
    await confirmEnd(page, "not the password");
    await page.locator("#ending-message:not([hidden])").waitFor();
    expect(await page.locator("#ending-message").textContent()).toBe(
      "The password is wrong. The device was not signed out.",
    );
    expect(await devices.statusOf(tablet.accessToken)).toBe(200);
    await confirmEnd(page, known(ana).password);
    expect(await wordsOn(page)).toContain(`(${tablet.deviceId}) is signed out.`);
    expect(await devices.statusOf(tablet.accessToken)).toBe(401);
    expect(await devices.statusOf(phone.accessToken)).toBe(200);
    expect((await shownDevices(page)).map(({ id }) => id).sort()).toEqual(["PGESCRIPT", phone.deviceId].sort());
  });

  it("are left as they are when the visit ends, and nothing of it stays", async () => {
    const { page, context, complaints, asked } = watched;
    await page.getByRole("button", { name: "Leave this page" }).click();
    expect(await wordsOn(page)).toBe("You have left. Your devices stay as they are.");
    expect((await idsAt(script)).sort()).toEqual(["PGESCRIPT", phone.deviceId].sort());
    expect(await page.locator("#devices > li").count()).toBe(0);
    expect(
      await page.evaluate("[localStorage.length, sessionStorage.length, location.search + location.hash]"),
    ).toEqual([0, 0, ""]);
    expect(await page.evaluate("[...document.querySelectorAll('input')].map(({ value }) => value).join('')")).toBe("");
    expect(await context.cookies()).toEqual([]);
    expect(asked.filter((address) => address.includes(known(ana).password))).toEqual([]);
    // Of the wrong password alone: browsers write each answer of that kind down.
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
  });
});

describe("a visit", () => {
  it("that is still open elsewhere is ended by the next one, and that one by closing the page", async () => {
    const { userId, password } = known(ben);
    const watcher = await devices.signIn(userId, password, { id: "PGEWATCHER", name: "the watcher" });
    const { page: earlier, context } = await visitDevices(browser, stack.baseUrl, known(ben));
    expect(await shownDevices(earlier)).toHaveLength(1);
    const { page: later } = await visitDevices(browser, stack.baseUrl, known(ben));
    expect(await shownDevices(later)).toHaveLength(1);
    await askToEnd(earlier, "PGEWATCHER");
    await confirmEnd(earlier, password);
    expect(await wordsOn(earlier)).toContain("This visit has ended, because you opened this page again elsewhere");
    expect(await idsAt(watcher)).toEqual(expect.arrayContaining([pageDevice, "PGEWATCHER"]));
    await later.close();
    await untilTrue("end of the visit", async () => !(await idsAt(watcher)).includes(pageDevice));
    await context.close();
  });

  it("ends after ten minutes without use, and the member who has no app counts as never signed in", async () => {
    const { page, context } = await visitDevices(browser, stack.baseUrl, known(cleo), async (clock) => clock.install());
    expect(await shownDevices(page)).toEqual([]);
    expect(await page.locator("#none").textContent()).toBe("You are signed in on no device.");
    await page.clock.fastForward("11:00");
    expect(await wordsOn(page)).toBe("You were signed out of this page: it was not used for ten minutes.");
    const isSeen = async () => (await accounts()).find(({ user }) => user === known(cleo).userId)?.lastSeen !== null;
    await untilTrue("Synapse's own word that she was seen", isSeen);
    const [record] = await Array.fromAsync(
      memberRecords(databaseOf(stack, "audit")).records(known(cleo).userId as UserId),
    );
    expect(record).toMatchObject({ seen: null, devices: [] });
    await context.close();
  });
});

async function accounts(): Promise<readonly Account[]> {
  const operator = await operatorOf(stack);
  const list = await synapseAccounts(operator, `@chatkeep:${stack.serverName}` as UserId).list();
  operator.close();
  return list;
}

async function idsAt(token: string): Promise<string[]> {
  return (await devices.devicesOf(token)).map((each) => String((each as { readonly device_id: string }).device_id));
}

function known(person: Person | undefined): Person {
  if (person === undefined) throw new Error("there are three people");
  return person;
}
