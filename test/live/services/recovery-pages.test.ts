import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { procedures } from "../../../src/render/recovery/procedures/all.ts";
import {
  accessibilityProblems,
  keepPicture,
  keepPrint,
  type OpenBrowser,
  openBrowser,
  openPage,
} from "../../support/browser/browser.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { askRaw } from "../../support/proxy/raw-request.ts";
import { sample } from "../../support/sample.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";

const stack = inject("mainStack");
const pages = ["index", ...procedures.map(({ id }) => id)];
/** The longest, and the list: the style is the same in all of them. */
const some = ["index", "first-day", "stolen-device"];
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 } as const;
const desktop = { viewport: { width: 1280, height: 900 } } as const;

let browser: OpenBrowser;

beforeAll(async () => {
  browser = await openBrowser(stack);
});
afterAll(() => browser?.[Symbol.asyncDispose]());

const further = [
  ["phone", "dark", phone, some],
  ["desktop", "light", desktop, some],
  ["desktop", "dark", desktop, some],
] as const;
const screens = [["phone", "light", phone, pages], ...sample("screens for procedures", further, 1)] as const;

describe.each(screens)("on a %s, %s", (name, colorScheme, screen, shown) => {
  it("the procedures are whole and open to everyone, and load nothing", async () => {
    const { page, context, complaints, asked } = await openPage(browser, { ...screen, colorScheme });
    for (const id of shown) {
      const answer = await page.goto(`${stack.baseUrl}/recovery/${id}`);
      await keepPicture(page, `recovery-${name}-${colorScheme}-${id}`);
      expect(answer?.status(), id).toBe(200);
      expect(await page.evaluate("document.documentElement.scrollWidth"), id).toBe(screen.viewport.width);
      expect(await accessibilityProblems(page), id).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(asked).toEqual(shown.map((id) => `${stack.baseUrl}/recovery/${id}`));
    await context.close();
  });
});

it("they are printed black on white, with nothing cut at the side", async () => {
  const { page, context } = await openPage(browser, { colorScheme: "dark", viewport: { width: 680, height: 960 } });
  for (const id of pages) {
    await page.goto(`${stack.baseUrl}/recovery/${id}`);
    await keepPrint(page, `recovery-${id}`);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("document.documentElement.scrollWidth"), id).toBe(680);
    expect(await page.evaluate("getComputedStyle(document.querySelector('main p, main li')).color"), id).toBe(
      "rgb(0, 0, 0)",
    );
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor"), id).toBe("rgb(255, 255, 255)");
  }
  await context.close();
});

it("they are reached from the front page, and lead to each other and back", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(stack.baseUrl);
  await page.getByRole("link", { name: "Step by step" }).click();
  expect(page.url()).toBe(`${stack.baseUrl}/recovery/`);
  await page.getByRole("link", { name: "A device was stolen" }).click();
  expect(page.url()).toBe(`${stack.baseUrl}/recovery/stolen-device.html`);
  await page.getByRole("link", { name: "Your first day: set up recovery" }).first().click();
  expect(await page.title()).toContain("Your first day");
  await page.getByRole("link", { name: "Keys and recovery at team.test" }).click();
  await page.getByRole("link", { name: `${stack.baseUrl}/` }).click();
  expect(page.url()).toBe(`${stack.baseUrl}/`);
  await context.close();
});

it("they are the same as `recovery procedures` writes", async () => {
  const folder = await makeFolder("program");
  try {
    await chatkeepSucceeds(stack, ["recovery", "procedures", "--folder", folder]);
    for (const id of pages) {
      const served = await askRaw(stack, id === "index" ? "/recovery/" : `/recovery/${id}`);
      expect(served.body, id).toBe(await readFile(join(folder, `${id}.html`), "utf8"));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("their headers", () => {
  it("let nothing take part but the style that is in the page", async () => {
    const { page, context } = await openPage(browser);
    const headers = await (await page.goto(`${stack.baseUrl}/recovery/first-day`))?.allHeaders();
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    const policy = headers?.["content-security-policy"]?.split("; ") ?? [];
    expect(policy.map((rule) => rule.replace(/sha256-[A-Za-z0-9+/=]+/, "sha256")).sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src data:",
      "style-src 'sha256'",
    ]);
    await context.close();
  });

  it("refuse a script, a style, a picture and a request that an attacker put into a page", async () => {
    const { page, context } = await openPage(browser);
    await page.goto(`${stack.baseUrl}/recovery/first-day`);
    const refused = await page.evaluate(`new Promise((resolve) => {
      const refused = new Set();
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        refused.add(effectiveDirective);
        if (refused.size === 4) resolve([...refused].sort());
      });
      const put = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
      put("script", { textContent: "document.title = 'ran'" });
      put("style", { textContent: "body { display: none }" });
      put("img", { src: "/assets/icon.svg" });
      fetch("/_matrix/client/versions").catch(() => {});
    })`);
    expect(refused).toEqual(["connect-src", "img-src", "script-src-elem", "style-src-elem"]);
    await context.close();
  });
});

it.each([
  "/recovery/nothing",
  "/recovery/first-day.md",
  "/recovery/../Caddyfile",
  "/recovery/..%2f..%2fCaddyfile",
  "/recovery/%2e%2e/password.html",
])("nothing else is served there: %s", async (path) => {
  expect((await askRaw(stack, path)).status).toBe(404);
});
