import { PassThrough, type Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { StackError } from "../../errors.ts";
import { statusOf, unlessMissing } from "../docker/engine-answers.ts";
import { standardOutput } from "../docker/stream-frames.ts";

/** What a filler is made of. */
export interface FillerNeeds {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The folder on the engine's machine that holds the repository; null where it is reached over a network. */
  readonly folder: string | null;
  /** The network that reaches it; null makes one, which goes with the filler. Of no use for a folder. */
  readonly network: string | null;
  /** Volumes by where it has them; one that is called null has no name, and goes with the filler. */
  readonly volumes: Readonly<Record<string, string | null>>;
}

/** A file that is put into a filler, for one user alone. */
export interface FillerFile {
  readonly path: string;
  readonly text: string;
  readonly uid: number;
}

/** What a command in a filler printed, and how it ended. */
export interface FillerResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A container that reads a repository and writes to volumes, and then goes. It serves nothing. */
export interface Filler {
  readonly container: string;
  /** Puts files into its working directory, which lies in memory. */
  place(files: readonly FillerFile[]): Promise<void>;
  /** Runs a command there as root, with what root may there. Nothing secret may be among its arguments. */
  run(args: readonly string[], input?: Uint8Array): Promise<FillerResult>;
  /** The same for one that prints more than memory should hold. */
  stream(args: readonly string[], input: Uint8Array, to: Writable): Promise<Omit<FillerResult, "stdout">>;
  /** Removes it with all that was made for it, but for the volumes. */
  end(): Promise<void>;
}

/** What root may do in it: become the users that the volumes belong to, and give them files. */
const capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID", "KILL"];

const folder = "/run/filler";

/** It waits for its end: what runs in it is started from outside. */
const wait = "trap 'exit 0' TERM INT; while :; do sleep 600 & wait $!; done";

/** Starts a filler. One of the same name that a killed run left is removed before. */
export async function startFiller(engine: Docker, needs: FillerNeeds, signal?: AbortSignal): Promise<Filler> {
  await removeFiller(engine, needs.name);
  const network = await networkFor(engine, needs);
  try {
    const container = await engine.createContainer(settings(needs, network));
    await container.start();
    const end = () => removeFiller(engine, needs.name);
    signal?.addEventListener("abort", () => void end().catch(() => undefined), { once: true });
    const run = (args: readonly string[], input?: Uint8Array) => execute(container, args, input);
    const stream: Filler["stream"] = (args, input, to) => pass(container, args, input, to);
    return { container: container.id, run, stream, place: (files) => place(run, files), end };
  } catch (error) {
    await removeFiller(engine, needs.name);
    throw folderMissing(needs, error) ?? error;
  }
}

function settings({ name, image, labels, folder: repository, volumes }: FillerNeeds, network: string) {
  const data = Object.entries(volumes).map(([target, source]) => {
    return {
      Type: "volume" as const,
      Source: source ?? "",
      Target: target,
      VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "", Options: {} } },
    };
  });
  const target = repository === null ? [] : [{ Type: "bind" as const, Source: repository, Target: "/repository" }];
  return {
    name,
    Image: image,
    User: "0:0",
    WorkingDir: "/",
    Entrypoint: ["sh", "-c", wait],
    Cmd: [],
    Labels: { ...labels },
    HostConfig: {
      NetworkMode: network,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      CapAdd: capabilities,
      SecurityOpt: ["no-new-privileges"],
      ShmSize: 256 * 2 ** 20,
      Mounts: [...data, ...target],
      Tmpfs: {
        "/tmp": "mode=1777",
        [folder]: "size=16m,mode=0711",
        "/run/postgresql": "size=1m,mode=1777",
        // Where an archive has a folder of that name, it comes with those of the volumes beside it.
        "/volumes/control": "size=64m,mode=0700,uid=991,gid=991",
        // Where the image has a volume of its own: restic's cache is of use to this run alone.
        "/var/lib/postgresql/data": "size=512m,mode=1777",
      },
    },
  };
}

async function networkFor(engine: Docker, { name, labels, folder: target, network }: FillerNeeds): Promise<string> {
  if (target !== null) return "none";
  if (network !== null) return network;
  await engine.createNetwork({ Name: name, Labels: { ...labels }, CheckDuplicate: true });
  return name;
}

/** Removes a filler that is there, with its network; none is no error. */
export async function removeFiller(engine: Docker, name: string): Promise<void> {
  await unlessMissing(engine.getContainer(name).remove({ force: true, v: true }));
  const networks = await engine.listNetworks({ filters: { name: [name] } });
  const own = networks.filter(({ Name }) => Name === name);
  await Promise.all(own.map(({ Id }) => unlessMissing(engine.getNetwork(Id).remove())));
}

async function execute(
  container: Docker.Container,
  args: readonly string[],
  input?: Uint8Array,
): Promise<FillerResult> {
  const to = new PassThrough();
  const [stdout, ended] = await Promise.all([buffer(to), pass(container, args, input, to)]);
  return { ...ended, stdout };
}

async function pass(
  container: Docker.Container,
  args: readonly string[],
  input: Uint8Array | undefined,
  to: Writable,
): Promise<Omit<FillerResult, "stdout">> {
  const exec = await container.exec({
    Cmd: [...args],
    WorkingDir: folder,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  let stderr = "";
  const output = standardOutput((chunk) => {
    stderr = `${stderr}${chunk}`.slice(-8_000);
  });
  stream.once("error", (error) => void output.destroy(error)).once("close", () => void output.end());
  stream.end(input);
  await pipeline(stream.pipe(output), to);
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stderr: stderr.trim() };
}

/** The engine takes no archive into a read-only container, and none into memory: tar is run there instead. */
async function place(run: Filler["run"], files: readonly FillerFile[]): Promise<void> {
  const archive = pack();
  for (const { path, text, uid } of files) archive.entry({ name: path, mode: 0o400, uid, gid: uid }, text);
  archive.finalize();
  const { exitCode, stderr } = await run(["tar", "-x", "-C", folder], await buffer(archive));
  if (exitCode !== 0) throw new StackError(`The files of the repository cannot be put in place: ${stderr}`);
}

/** Engine API, "Create a container": 400 for a bind mount whose source is not there. */
function folderMissing({ folder: target }: FillerNeeds, error: unknown): StackError | null {
  if (target === null || statusOf(error) !== 400 || !String(error).includes(target)) return null;
  return new StackError(`The engine's machine has no folder ${target}`, {
    cause: error,
    next: "Connect the disk, or write the folder where the backups are.",
  });
}
