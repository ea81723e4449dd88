import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import axe from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Server } from "../../../src/io/matrix/client.ts";
import { installWhereMissing } from "../debian-package.ts";
import { openBrowserRoom } from "./browser-room.ts";

const program = "/usr/bin/chromium";

/** A browser in a network of its own. */
export interface OpenBrowser extends AsyncDisposable {
  readonly browser: Browser;
}

/**
 * Debian's Chromium, before this server alone: nothing else is reached, and no other name resolves. The server's certificate is
 * checked here against the authority that it printed, and the browser then takes exactly this certificate's key.
 */
export async function openBrowser(server: Server): Promise<OpenBrowser> {
  await installWhereMissing(program, "chromium");
  const { hostname, port } = new URL(server.baseUrl);
  const room = await openBrowserRoom(program, Number(port || 443));
  const browser = await chromium.launch({
    executablePath: room.program,
    args: [
      `--ignore-certificate-errors-spki-list=${await keyOf(server)}`,
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${hostname}`,
    ],
  });
  const close = async () => {
    await browser.close();
    await room[Symbol.asyncDispose]();
  };
  return { browser, [Symbol.asyncDispose]: close };
}

/** A page that remembers what went wrong in it: complaints of the console, errors of scripts, requests without an answer. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly asked: readonly string[];
}

/** A new window, with nothing of another one's. */
export async function openPage({ browser }: OpenBrowser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(100_000); // a little less than a test has, so that what was awaited is said
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("requestfailed", (request) => {
    complaints.push(`no answer from ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("request", (request) => void asked.push(request.url()));
  return { page, context, complaints, asked };
}

/** What axe finds wrong with a page for people who do not see, hear or use it as others do: rules and places. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))",
  );
}

/** Keeps a picture of the whole page for people to look at, where CHATKEEP_SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.CHATKEEP_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Keeps a page as it is printed on A4, in the same folder. */
export async function keepPrint(page: Page, name: string): Promise<void> {
  const folder = process.env.CHATKEEP_SCREENSHOTS;
  if (folder !== undefined)
    await page.pdf({ path: join(folder, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
}

/** The SHA-256 of the key in the server's certificate (Chromium, `ignore-certificate-errors-spki-list`); fails where the authority did not sign it. */
function keyOf({ baseUrl, authorityFile }: Server): Promise<string> {
  const { hostname: host, port } = new URL(baseUrl);
  const ca = readFileSync(authorityFile, "utf8");
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port || 443), servername: host, ca }, () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
      socket.end();
      if (key === undefined) reject(new Error(`${baseUrl} shows no certificate`));
      else resolve(createHash("sha256").update(key).digest("base64"));
    });
    socket.once("error", reject);
  });
}
