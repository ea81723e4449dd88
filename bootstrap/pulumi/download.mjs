import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWhole } from "../machine/files.mjs";
import { runCommand } from "../machine/run-command.mjs";
import { SetupError } from "../machine/setup-error.mjs";
import { versions } from "../node/versions.mjs";

/** Pulumi's own download address (pulumi.com/docs/install, "Manual installation"). */
const RELEASES = "https://get.pulumi.com/releases/sdk";
const TRANSFER = fileURLToPath(new URL("./transfer.mjs", import.meta.url));
const PROBE_SECONDS = 3;

/** The archive of this machine's CLI and the file with its checksum; null where Pulumi publishes none. */
export function releaseFiles({ platform, arch }) {
  const system = { linux: "linux", darwin: "darwin" }[platform];
  const processor = { x64: "x64", arm64: "arm64" }[arch];
  if (system === undefined || processor === undefined) return null;
  const archive = `pulumi-v${versions.pulumi.exact}-${system}-${processor}.tar.gz`;
  return { archive, checksums: `pulumi-${versions.pulumi.exact}-checksums.txt` };
}

/** The SHA-256 that a list in sha256sum(1) format gives for a file; null when it names another file only. */
export function checksumFor(list, file) {
  const line = list.split("\n").find((each) => each.trim().split(/\s+\*?/)[1] === file);
  return line === undefined ? null : line.trim().split(/\s+/)[0];
}

/** Whether get.pulumi.com answers, in at most three seconds. */
export async function isReachable(node) {
  const files = releaseFiles(process);
  if (files === null) return false;
  return transfer(node, ["probe", `${RELEASES}/${files.checksums}`, String(PROBE_SECONDS)]).then(
    () => true,
    () => false,
  );
}

/** Fetches the official CLI, verifies it, and puts it and its language hosts into one folder of the cache. */
export async function downloadPulumi(folder, node, report) {
  const files = releaseFiles(process);
  report.tell(`pulumi: downloading ${versions.pulumi.exact} from get.pulumi.com`);
  const progress = report.progress("downloading the Pulumi CLI");
  await makeWhole(folder, (unfinished) => unpack(unfinished, files, node, progress)).finally(progress.stop);
}

async function unpack(folder, { archive, checksums }, node, progress) {
  await mkdir(folder, { recursive: true });
  const [archivePath, listPath] = [join(folder, archive), join(folder, checksums)];
  await transfer(node, ["get", `${RELEASES}/${checksums}`, listPath]);
  await transfer(node, ["get", `${RELEASES}/${archive}`, archivePath], progress.detail);
  await verify(archivePath, checksumFor(await readFile(listPath, "utf8"), archive));
  await runCommand("tar", ["-xzf", archivePath, "--strip-components=1", "-C", folder]);
  await Promise.all([rm(archivePath), rename(listPath, join(folder, "checksums.txt"))]);
}

async function verify(path, expected) {
  const found = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  if (found === expected) return;
  throw new SetupError(
    `${path} has the SHA-256 ${found}, but Pulumi's list says ${expected ?? "nothing about this file"}.`,
    [
      "The file was changed on the way from get.pulumi.com. Try again on another network, or put `pulumi` on PATH yourself.",
    ],
  );
}

/** Runs with the newer Node, which honours the machine's proxy and certificates. */
function transfer(node, args, onLine) {
  const env = { ...process.env, NODE_USE_ENV_PROXY: "1" };
  return runCommand(node.path, ["--use-system-ca", TRANSFER, ...args], { env, onLine });
}
