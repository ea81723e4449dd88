import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  accessibilityProblems,
  keepPicture,
  type OpenBrowser,
  openBrowser,
  openPage,
} from "../../support/browser/browser.ts";
import { readShownCode } from "../../support/browser/qr-reader.ts";
import { askRaw } from "../../support/proxy/raw-request.ts";
import { sample } from "../../support/sample.ts";

const stack = inject("mainStack");
const host = new URL(stack.baseUrl).host;

const screens = [
  { name: "phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, colorScheme: "light" },
  { name: "phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, colorScheme: "dark" },
  { name: "desktop", viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, colorScheme: "light" },
  { name: "desktop", viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, colorScheme: "dark" },
] as const;

let browser: OpenBrowser;

beforeAll(async () => {
  browser = await openBrowser(stack);
});
afterAll(() => browser?.[Symbol.asyncDispose]());

describe.each(["/", "/devices", "/password"])("the page at %s", (path) => {
  it.each(sample(`screens for ${path}`, screens, 2))(
    "is whole and open to everyone on a $name, $colorScheme",
    async ({ name, ...screen }) => {
      const { page, context, complaints, asked } = await openPage(browser, screen);
      const answer = await page.goto(`${stack.baseUrl}${path}`, { waitUntil: "networkidle" });
      await keepPicture(page, `${name}-${screen.colorScheme}${path.replace("/", "-")}`);
      expect(answer?.status()).toBe(200);
      expect(await page.title()).toContain("team.test");
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(screen.viewport.width);
      expect(lightness(await page.evaluate("getComputedStyle(document.body).backgroundColor"))).toBe(
        screen.colorScheme,
      );
      expect(complaints).toEqual([]);
      expect(asked.filter((address) => new URL(address).host !== host)).toEqual([]);
      await context.close();
    },
  );

  it("comes with headers that let nothing else take part", async () => {
    const { page, context } = await openPage(browser);
    const headers = await (await page.goto(`${stack.baseUrl}${path}`))?.allHeaders();
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "permissions-policy": expect.stringContaining("camera=()"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers?.["content-security-policy"]?.split("; ").sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    await context.close();
  });

  it("runs no script, takes no style, sends no form and connects to no server that an attacker put into it", async () => {
    const { page, context } = await openPage(browser);
    await page.goto(`${stack.baseUrl}${path}`);
    expect(await attack(page)).toEqual({
      ran: false,
      refused: ["connect-src", "form-action", "img-src", "script-src-attr", "script-src-elem", "style-src-elem"],
    });
    expect(page.url()).toBe(`${stack.baseUrl}${path}`);
    await context.close();
  });
});

describe("the codes on the front page", () => {
  it.each(sample("screens for codes", ["light", "dark"] as const, 1))(
    "say on a %s screen what the links beside them say",
    async (colorScheme) => {
      const { page, context } = await openPage(browser, { colorScheme, deviceScaleFactor: 2 });
      await page.goto(stack.baseUrl);
      const blank = await context.newPage();
      const read: [string | null, string | null][] = [];
      for (const item of await page.locator(".codes li").all())
        read.push([await readShownCode(item.locator("svg"), blank), await item.locator("a").getAttribute("href")]);
      expect(read.map(([code]) => code)).toEqual([
        "https://apps.apple.com/app/element-x-secure-chat-call/id1631335820",
        "https://play.google.com/store/apps/details?id=io.element.android.x",
        `https://mobile.element.io/element/?account_provider=${encodeURIComponent(host)}`,
      ]);
      expect(read.map(([code]) => code)).toEqual(read.map(([, link]) => link));
      await context.close();
    },
  );
});

describe("beside the pages", () => {
  it.each([
    "/Caddyfile",
    "/host-name",
    "/front.txt",
    "/pages/index.html",
    "/devices.html",
    "/password.html",
    "/assets",
    "/assets/",
    "/assets/../Caddyfile",
    "/assets/..%2f..%2fCaddyfile",
    "/assets/%2e%2e/%2e%2e/tls.caddyfile",
    "/.well-known/matrix/../../Caddyfile",
  ])("no file of the proxy's is served: %s", async (path) => {
    const { status, body } = await askRaw(stack, path);
    expect(status).toBe(404);
    expect(body).not.toContain("tls");
  });
});

function lightness(color: unknown): "light" | "dark" {
  const [red = 0, green = 0, blue = 0] = String(color).match(/\d+/g)?.map(Number) ?? [];
  return red + green + blue > 3 * 128 ? "light" : "dark";
}

/** Does to a page what someone would who found a way to put text into it, and says what the browser refused. */
async function attack(page: Page): Promise<{ readonly ran: boolean; readonly refused: readonly string[] }> {
  return page.evaluate(`new Promise((resolve) => {
    const refused = new Set();
    const end = (ran) => resolve({ ran, refused: [...refused].sort() });
    Object.defineProperty(window, "ran", { set: () => end(true) });
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      refused.add(effectiveDirective);
      if (refused.size === 6) end(false);
    });
    const put = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
    put("script", { textContent: "window.ran = true" });
    put("script", { src: "https://elsewhere.test/script.js" });
    put("style", { textContent: "body { display: none }" });
    put("img", { src: "https://elsewhere.test/picture.png" });
    put("div", { innerHTML: '<button type="button" onclick="window.ran = true"></button>' });
    document.querySelector("div > button[onclick]").click();
    fetch("https://elsewhere.test/").catch(() => {});
    put("form", { method: "post", action: "https://elsewhere.test/" });
    document.querySelector("body > form").submit();
  })`);
}
