import type { Page } from "playwright-core";
import { type OpenBrowser, openPage, type WatchedPage } from "./browser.ts";

const labels = ["User name", "Current password", "New password", "New password again"] as const;

/** What is typed into the form, field by field. */
type Typed = readonly [user: string, current: string, wanted: string, again: string];

/** Opens the page that changes a password, in a new window. */
export async function openForm(browser: OpenBrowser, baseUrl: string): Promise<WatchedPage> {
  const watched = await openPage(browser);
  await watched.page.goto(`${baseUrl}/password`, { waitUntil: "networkidle" });
  return watched;
}

/** Fills the form and sends it by its button. */
export async function enter(page: Page, values: Typed): Promise<void> {
  for (const [index, label] of labels.entries())
    await page.getByLabel(label, { exact: true }).fill(values[index] ?? "");
  await page.getByRole("button", { name: "Change password" }).click();
}

/** From field to field by the tabulator, and sent by Enter. */
export async function enterByKeyboard(page: Page, values: Typed): Promise<void> {
  await page.getByLabel("User name").focus();
  for (const [index, value] of values.entries()) {
    if (index > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Enter");
}

/** What the page answers: the words appear while the button can be pressed again. */
export async function wordsOn(page: Page): Promise<string> {
  await page.locator("#message:not([hidden])").waitFor();
  return (await page.getByRole("alert").textContent()) ?? "";
}

/** The field that the cursor is in. */
export async function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id");
}

/** What a page still holds of what was typed: in its fields, its storage, its address. */
export async function keptIn(page: Page): Promise<unknown> {
  return page.evaluate(
    `[...["user", "current", "new", "again"].map((id) => document.getElementById(id).value),
      localStorage.length, sessionStorage.length, location.search + location.hash]`,
  );
}
