import { basename, join, resolve } from "node:path";
import { packageFolder, readTemplates, readTextIfThere } from "../../../io/machine/program-files.ts";
import type { BundleKey } from "../../../keys/bundle.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { type Bundle, bundledFiles, openEarlierKeys, placeOf } from "../../../operations/backup/bundle/bundle.ts";
import type { File } from "../../../render/files.ts";
import { renderFiles } from "../../../render/render.ts";
import type { Session } from "../../session.ts";
import type { Settled } from "../settings.ts";

type Disk = Pick<Session, "files" | "paths">;

/** Reads what this machine has of a stack, and nothing else: the engine is not asked. */
export async function gatherBundle(session: Session, settled: Settled, key: BundleKey): Promise<Bundle> {
  const { stack, clock } = session;
  const certificateFiles = await readCertificateFiles(session, settled);
  return {
    stack,
    chatkeep: ownVersion(),
    sealedAt: clock.now().toISOString(),
    files: await readFiles(session),
    reports: await readReports(session),
    certificateFiles,
    configuration: renderedConfiguration(settled, certificateFiles),
    earlierKeys: await readEarlierKeys(session, key),
  };
}

async function readFiles({ files, paths }: Disk): Promise<Bundle["files"]> {
  const read = await Promise.all(
    bundledFiles.map(async (name) => [name, await files.read(placeOf(name, paths))] as const),
  );
  return Object.fromEntries(read.filter(([, text]) => text !== null));
}

/** The signed reports as JSON: the pages that were written beside them say the same. */
async function readReports({ files, paths }: Disk): Promise<Bundle["reports"]> {
  const found = (await files.list(join(paths.stateFolder, "offboardings"))).filter((path) => path.endsWith(".json"));
  const read = await Promise.all(found.map(async (path) => [basename(path), await files.read(path)] as const));
  return Object.fromEntries(read.filter((entry): entry is [string, string] => entry[1] !== null));
}

async function readCertificateFiles(
  { files, paths }: Disk,
  { settings: { tls } }: Settled,
): Promise<Bundle["certificateFiles"]> {
  if (tls.mode !== "files") return {};
  const named = [tls.certificateFile, tls.keyFile];
  const read = await Promise.all(
    named.map(async (name) => [name, await files.read(resolve(paths.stackFolder, name))] as const),
  );
  return Object.fromEntries(read.filter((entry): entry is [string, string] => entry[1] !== null));
}

function renderedConfiguration(
  { settings: { tls }, plan }: Settled,
  certificateFiles: Bundle["certificateFiles"],
): Bundle["configuration"] {
  const certificate = tls.mode === "files" ? (certificateFiles[tls.certificateFile] ?? null) : null;
  const { services } = renderFiles(plan, readTemplates(), certificate);
  const configured = Object.entries(services).filter(([, files]) => files.length > 0);
  const texts = (files: readonly File[]) => files.filter(isSetting).map(({ path, text }) => [path, text] as const);
  return Object.fromEntries(configured.map(([name, files]) => [name, Object.fromEntries(texts(files))]));
}

/** Members' pages are part of the program: its version says what they were. */
function isSetting({ path }: File): boolean {
  return !path.startsWith("pages/");
}

/** None where the file is not there, or is another key's: it is written again as the master key is replaced. */
async function readEarlierKeys({ files, paths }: Disk, key: BundleKey): Promise<Bundle["earlierKeys"]> {
  const sealed = await files.read(paths.earlierBundleKeys);
  return sealed === null ? [] : (openEarlierKeys(key, sealed) ?? []);
}

/** Of the program that runs. */
function ownVersion(): string {
  const { version } = fieldsOf(parseJson(readTextIfThere(join(packageFolder, "package.json")) ?? ""));
  return String(version);
}
