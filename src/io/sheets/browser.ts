import { access, constants, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { StackError } from "../../errors.ts";

/** Measures of paper, as CSS names them (css-page-3, "page-size"). */
export type Paper = "A4" | "letter";

/** Names that the browsers of Chromium's family have on Linux, and where macOS keeps them. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
] as const;
const applications = ["Google Chrome", "Chromium", "Microsoft Edge"].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** A browser on this machine that prints pages without a window; null where there is none. */
export async function findBrowser(environment: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...applications];
  for (const path of candidates) if (await isProgram(path)) return path;
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Prints a page to PDF. What the browser keeps of it lies in a folder of its own inside `folder`, which is removed; the page goes in as
 * a file there, so no text of it is in the command line.
 */
export async function printPage(browser: string, html: string, paper: Paper, folder: string): Promise<Uint8Array> {
  const own = join(folder, ".browser");
  await mkdir(own, { recursive: true, mode: 0o700 });
  try {
    const [page, pdf] = [join(own, "page.html"), join(own, "page.pdf")];
    await writeFile(page, html.replace("</head>", `<style>@page { size: ${paper}; }</style></head>`), { mode: 0o600 });
    await run(browser, [...flags(own), `--print-to-pdf=${pdf}`, pathToFileURL(page).href], own);
    return await readFile(pdf);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** No network, no crash reports, no profile but its own; without a sandbox for root, because Chromium then refuses to start with one. */
function flags(own: string): readonly string[] {
  return [
    "--headless",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    `--user-data-dir=${join(own, "profile")}`,
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}

const patienceMilliseconds = 60_000;

async function run(browser: string, args: readonly string[], own: string): Promise<void> {
  const { execa } = await import("execa");
  const env = { HOME: own, TMPDIR: own, XDG_CONFIG_HOME: own, XDG_CACHE_HOME: own };
  const { exitCode, stderr } = await execa(browser, args, { env, reject: false, timeout: patienceMilliseconds });
  if (exitCode === 0) return;
  throw new StackError(`${browser} did not print the page${exitCode === undefined ? " in a minute" : ""}`, {
    next: `Open the HTML file and print it from there. The browser's last words: ${stderr.trim().split("\n").at(-1) ?? ""}`,
  });
}
