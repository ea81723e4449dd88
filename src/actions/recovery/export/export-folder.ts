import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { Refusal } from "../../../errors.ts";
import { disk } from "../../../io/machine/files.ts";
import { isGone, ownMark } from "../../../io/machine/process-marks.ts";
import { machineProcesses } from "../../../io/machine/processes.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";

/** A folder that holds a member's export, and this run's claim to it. */
export interface ExportFolder {
  readonly path: string;
  /** The devices that runs into this folder made and that are perhaps still there: their ids, and no token. */
  devices(): Promise<readonly string[]>;
  /** Remembers a device before it is made. */
  remember(device: string): Promise<void>;
  forget(devices: readonly string[]): Promise<void>;
  /** Lets the next run in. */
  close(): Promise<void>;
}

interface Manifest {
  readonly version: 1;
  readonly user: string;
  readonly devices: readonly string[];
}

/** Claims a folder for the export of one member; refused while another run works there, or where it holds something else. */
export async function openExportFolder(path: string, user: string): Promise<ExportFolder> {
  const manifestPath = join(path, "export.json");
  const lock = join(path, ".running");
  await refuseForeign(path, manifestPath, user);
  await claim(lock);
  const read = async () => (await manifestAt(manifestPath)) ?? { version: 1, user, devices: [] };
  const write = (manifest: Manifest) => disk.write(manifestPath, `${JSON.stringify(manifest)}\n`, 0o600);
  return {
    path,
    devices: async () => (await read()).devices,
    remember: async (device) => {
      const manifest = await read();
      await write({ ...manifest, devices: [...manifest.devices, device] });
    },
    forget: async (devices) => {
      const manifest = await read();
      await write({ ...manifest, devices: manifest.devices.filter((each) => !devices.includes(each)) });
    },
    close: () => disk.remove(lock),
  };
}

/** The id of a new device; it says what it is for in lists that show no names. */
export function newDeviceId(): string {
  return `CHATKEEPEXPORT${randomBytes(4).toString("hex").toUpperCase()}`;
}

async function refuseForeign(path: string, manifestPath: string, user: string): Promise<void> {
  const manifest = await manifestAt(manifestPath);
  const held = (await disk.list(path)).filter((each) => !each.endsWith(".running"));
  if (manifest === null && held.length > 0)
    throw new Refusal(`The folder ${path} holds something else than an export`, {
      next: "Name an empty folder, or one that does not exist yet:  --folder FOLDER",
    });
  if (manifest !== null && manifest.user !== user)
    throw new Refusal(`The folder ${path} holds the export of ${manifest.user}, not of ${user}`, {
      next: "Name another folder:  --folder FOLDER",
    });
}

async function manifestAt(path: string): Promise<Manifest | null> {
  const { version, user, devices } = fieldsOf(parseJson((await disk.read(path)) ?? ""));
  if (version !== 1 || typeof user !== "string" || !Array.isArray(devices)) return null;
  return { version: 1, user, devices: devices.map(String) };
}

/** The claim of a process that is gone is taken over. */
async function claim(lock: string): Promise<void> {
  const machine = { host: hostname(), processes: machineProcesses };
  const mark = await ownMark(machine);
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await disk.claim(lock, mark)) return;
    const holder = await disk.read(lock);
    if (holder !== null && !(await isGone(holder, machine))) break;
    await disk.remove(lock);
  }
  throw new Refusal(`Another export is writing into this folder: ${lock} says so`, {
    next: "Wait until it has ended, or name another folder:  --folder FOLDER  If you are certain that none is running, on any machine, delete that file.",
  });
}
