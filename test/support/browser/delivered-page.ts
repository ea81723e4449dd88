import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityProblems, keepPicture, keepPrint, type OpenBrowser } from "./browser.ts";

/** Opens a page on a phone, and holds it to a phone's width and to axe; keeps pictures of it for people. */
export async function openDelivered({ browser }: OpenBrowser, html: string, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.setContent(html);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  await keepPicture(page, `onboarding-${name}-phone`);
  await keepPrint(page, `onboarding-${name}`);
  await page.setViewportSize({ width: 1000, height: 800 });
  await keepPicture(page, `onboarding-${name}-desktop`);
  return page;
}
