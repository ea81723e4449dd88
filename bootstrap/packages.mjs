import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSameTrace, traceOf, writeWhole } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { readJson } from "./read-json.mjs";
import { runCommand } from "./run-command.mjs";

/** Installs the packages package-lock.json names, unless node_modules already is what it says. */
export async function preparePackages(places, node, report) {
  if (await isStamped(places)) return;
  await withLock(join(places.local, "packages.lock"), report.waiting("packages"), async () => {
    if (await isStamped(places)) return;
    const lock = await readFile(lockFile(places), "utf8");
    const installed = await readJson(join(places.checkout, "node_modules", ".package-lock.json"));
    if (installed !== null && isInstalled(JSON.parse(lock), installed))
      report.tell("packages: node_modules agrees with package-lock.json; using it");
    else await install(places, node, report);
    await stamp(places, lock);
  });
}

/** Whether what npm says it installed (its hidden lock file) is what package-lock.json asks for; packages for other machines may be missing. */
export function isInstalled(lock, installed) {
  const wanted = Object.entries(lock.packages ?? {}).filter(([path]) => path !== "");
  const found = installed.packages ?? {};
  const agrees = ([path, entry]) => {
    const mine = found[path];
    return mine === undefined
      ? entry.optional === true || entry.peer === true
      : mine.version === entry.version && mine.integrity === entry.integrity;
  };
  return wanted.length > 0 && wanted.every(agrees);
}

async function install(places, node, report) {
  report.tell("packages: node_modules is missing or older than package-lock.json; running npm ci");
  const progress = report.progress("npm ci");
  const PATH = [dirname(node.path), process.env.PATH].join(":");
  const options = { cwd: places.checkout, env: { ...process.env, PATH } };
  const npm = (...words) => runCommand("npm", [...words, "--ignore-scripts", "--no-audit", "--no-fund"], options);
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

/** The cheap question first: is package-lock.json the very file that was stamped? Only then its content. */
async function isStamped(places) {
  const seen = await readJson(stampFile(places));
  if (seen === null) return false;
  if (isSameTrace(seen.trace, traceOf(lockFile(places)))) return true;
  const text = await readFile(lockFile(places), "utf8");
  if (seen.hash !== hashOf(text)) return false;
  await stamp(places, text);
  return true;
}

async function stamp(places, text) {
  await writeWhole(stampFile(places), `${JSON.stringify({ hash: hashOf(text), trace: traceOf(lockFile(places)) })}\n`);
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}

function lockFile(places) {
  return join(places.checkout, "package-lock.json");
}

function stampFile(places) {
  return join(places.checkout, "node_modules", ".chatkeep-stamp");
}
