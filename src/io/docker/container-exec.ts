import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { unlessMissing } from "./engine-answers.ts";
import { standardOutput } from "./stream-frames.ts";
import { tarEntries } from "./tar-entries.ts";

/** What a command in a container printed, and how it ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The same where what it printed may be anything. */
export interface ExecBytes extends Omit<ExecResult, "stdout"> {
  readonly stdout: Buffer;
}

/**
 * Runs a command in a container, as the user the container runs as; `onError` gets what it says on standard error as it comes. Nothing
 * secret may be among its arguments.
 */
export async function execIn(
  engine: Docker,
  container: string,
  args: readonly string[],
  onError?: (chunk: Buffer) => void,
): Promise<ExecResult> {
  const result = await execBytes(engine, container, args, onError);
  return { ...result, stdout: result.stdout.toString() };
}

/** The same for one that prints bytes. */
export async function execBytes(
  engine: Docker,
  container: string,
  args: readonly string[],
  onError?: (chunk: Buffer) => void,
): Promise<ExecBytes> {
  const exec = await engine.getContainer(container).exec({ Cmd: [...args], AttachStdout: true, AttachStderr: true });
  return ended(exec, await exec.start({}), onError);
}

/** The same for a command that reads all of its standard input. */
export async function feedIn(
  engine: Docker,
  container: string,
  args: readonly string[],
  input: Uint8Array,
): Promise<ExecResult> {
  const { exec, stream } = await attachTo(engine, container, args);
  const result = ended(exec, stream);
  stream.end(input);
  const { stdout, ...rest } = await result;
  return { ...rest, stdout: stdout.toString() };
}

async function ended(
  exec: Docker.Exec,
  stream: NodeJS.ReadableStream,
  onError?: (chunk: Buffer) => void,
): Promise<ExecBytes> {
  const errors: Buffer[] = [];
  const output = standardOutput((chunk) => {
    errors.push(chunk);
    onError?.(chunk);
  });
  stream.once("error", (error) => void output.destroy(error));
  const stdout = await buffer(stream.pipe(output));
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout, stderr: Buffer.concat(errors).toString() };
}

/** A command that runs in a container: what is written to it is its standard input, what is read are frames of both outputs. */
export interface Attached {
  readonly exec: Docker.Exec;
  readonly stream: Duplex;
}

/** Starts a command in a container, as the user the container runs as, and stays attached to it. Nothing secret may be among its arguments. */
export async function attachTo(engine: Docker, container: string, args: readonly string[]): Promise<Attached> {
  const exec = await engine
    .getContainer(container)
    .exec({ Cmd: [...args], AttachStdin: true, AttachStdout: true, AttachStderr: true });
  return { exec, stream: await exec.start({ hijack: true, stdin: true }) };
}

/** A file in a container, running or not; null when there is none. The engine hands it out as an archive of one file. */
export async function fileIn(engine: Docker, container: string, path: string): Promise<string | null> {
  const archive = await unlessMissing(engine.getContainer(container).getArchive({ path }));
  if (archive === null) return null;
  const [file] = await tarEntries(archive);
  return file?.content.toString() ?? "";
}

/** The files of a folder in a container, running or not, by their name; none where there is no such folder. */
export async function filesIn(
  engine: Docker,
  container: string,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const archive = await unlessMissing(engine.getContainer(container).getArchive({ path: folder }));
  if (archive === null) return {};
  const files = (await tarEntries(archive)).filter(({ isFolder }) => !isFolder);
  return Object.fromEntries(files.map(({ path, content }) => [path.slice(path.indexOf("/") + 1), content.toString()]));
}
