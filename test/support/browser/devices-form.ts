import type { Clock, Locator, Page } from "playwright-core";
import { type OpenBrowser, openPage, type WatchedPage } from "./browser.ts";

/** Opens the page that shows a member's devices, in a new window, and signs in there; `before` sets the window's clock. */
export async function visitDevices(
  browser: OpenBrowser,
  baseUrl: string,
  { userId, password }: { readonly userId: string; readonly password: string },
  before: (clock: Clock) => Promise<void> = async () => undefined,
): Promise<WatchedPage> {
  const watched = await openPage(browser);
  const { page } = watched;
  await before(page.clock);
  await page.goto(`${baseUrl}/devices`, { waitUntil: "networkidle" });
  await page.getByLabel("User name").fill(userId);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  return watched;
}

/** The devices that the page shows, with a mark of confirmation each; once they are there. */
export async function shownDevices(page: Page): Promise<readonly ShownDevice[]> {
  await page.locator("#account:not([hidden])").waitFor();
  const rows = await page.locator("#devices > li").all();
  return Promise.all(rows.map(readRow));
}

/** One row. */
export interface ShownDevice {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly seen: string;
}

async function readRow(row: Locator): Promise<ShownDevice> {
  const [id = "", name = "", state = "", seen = ""] = await Promise.all(
    [".id", ".name", ".state", ".seen"].map(async (part) => (await row.locator(part).textContent()) ?? ""),
  );
  return { id, name, state, seen };
}

/** Opens the question about one device, and gives what it says that this costs. */
export async function askToEnd(page: Page, id: string): Promise<string> {
  await page.locator("#devices > li").filter({ hasText: id }).getByRole("button").click();
  return (await page.locator("#cost").textContent()) ?? "";
}

/** Answers it with a password. */
export async function confirmEnd(page: Page, password: string): Promise<void> {
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Sign out this device" }).click();
}
