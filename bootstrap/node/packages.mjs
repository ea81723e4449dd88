import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSameTrace, traceOf, writeWhole } from "../machine/files.mjs";
import { withLock } from "../machine/lock.mjs";
import { readJson } from "../machine/read-json.mjs";
import { runCommand } from "../machine/run-command.mjs";
import { SetupError } from "../machine/setup-error.mjs";

/** Installs the packages package-lock.json names, unless node_modules already is what it says. */
export async function preparePackages(places, node, report) {
  if (await isStamped(places)) return;
  await withLock(join(places.local, "packages.lock"), report.waiting("packages"), async () => {
    if (await isStamped(places)) return;
    const lock = await readFile(lockFile(places), "utf8");
    if ((await missingOf(places, lock)).length === 0)
      report.tell("packages: node_modules matches package-lock.json; using it");
    else await install(places, node, report);
    const missing = await missingOf(places, lock);
    if (missing.length > 0) throw leftOut(missing);
    await stamp(places, lock);
  });
}

/** What package-lock.json asks for and npm did not install, by its own word (its hidden lock file): only packages for other machines may be missing. */
export function missingPackages(lock, installed, machine = thisMachine()) {
  const found = installed?.packages ?? {};
  return Object.entries(lock.packages ?? {})
    .filter(([path]) => path !== "")
    .filter(([path, entry]) => {
      const mine = found[path];
      if (mine === undefined) return entry.optional !== true || isMeantFor(entry, machine);
      return mine.version !== entry.version || mine.integrity !== entry.integrity;
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
}

/** Whether an optional package is this machine's own build of something, without which its owner does not run. */
function isMeantFor({ os, cpu, libc }, machine) {
  if (os === undefined || cpu === undefined) return false;
  return os.includes(machine.os) && cpu.includes(machine.cpu) && (libc === undefined || libc.includes(machine.libc));
}

function thisMachine() {
  const { glibcVersionRuntime } = process.report.getReport().header;
  return { os: process.platform, cpu: process.arch, libc: glibcVersionRuntime === undefined ? "musl" : "glibc" };
}

async function missingOf(places, lock) {
  return missingPackages(JSON.parse(lock), await readJson(installedFile(places)));
}

function leftOut(missing) {
  const named = missing.slice(0, 3).join(", ");
  return new SetupError(`npm left out ${missing.length} of the packages in package-lock.json, such as ${named}.`, [
    "A setting of npm causes this. To find it:  npm config ls -l",
    "Correct it, then run the same command again.",
  ]);
}

/** Installs everything, also what NODE_ENV or a setting of npm would leave out. */
const EVERYTHING = ["--include=dev", "--include=optional", "--include=peer", "--dry-run=false"];

async function install(places, node, report) {
  report.tell("packages: node_modules is missing or older than package-lock.json; running npm ci");
  const progress = report.progress("npm ci");
  const PATH = [dirname(node.path), process.env.PATH].join(":");
  const options = { cwd: places.checkout, env: { ...process.env, PATH } };
  const npm = (...args) =>
    runCommand("npm", [...args, ...EVERYTHING, "--ignore-scripts", "--no-audit", "--no-fund"], options);
  try {
    await npm("ci").catch((error) => {
      if (!isIncompleteLock(error)) throw error;
      report.tell(
        "packages: package-lock.json does not name every other system's packages; running npm install --no-save",
      );
      return npm("install", "--no-save");
    });
  } finally {
    progress.stop();
  }
}

/** npm ci refuses a lock file without the optional packages of other systems; npm install takes the locked versions all the same. */
function isIncompleteLock(error) {
  return error.name === "SetupError" && /npm error code EUSAGE/.test(error.output);
}

/** The cheap question first: is package-lock.json the very file that was stamped? Only then its content. What npm changed since then, such as by `npm prune`, is checked again. */
async function isStamped(places) {
  const seen = await readJson(stampFile(places));
  if (seen === null || !isSameTrace(seen.installed, traceOf(installedFile(places)))) return false;
  if (isSameTrace(seen.trace, traceOf(lockFile(places)))) return true;
  const text = await readFile(lockFile(places), "utf8");
  if (seen.hash !== hashOf(text)) return false;
  await stamp(places, text);
  return true;
}

async function stamp(places, text) {
  const traces = { trace: traceOf(lockFile(places)), installed: traceOf(installedFile(places)) };
  await writeWhole(stampFile(places), `${JSON.stringify({ hash: hashOf(text), ...traces })}\n`);
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}

function lockFile(places) {
  return join(places.checkout, "package-lock.json");
}

/** Where npm writes down what it installed. */
function installedFile(places) {
  return join(places.checkout, "node_modules", ".package-lock.json");
}

function stampFile(places) {
  return join(places.checkout, "node_modules", ".chatkeep-stamp");
}
