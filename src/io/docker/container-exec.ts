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

/** Runs a command in a container, as the user the container runs as. Nothing secret may be among its arguments. */
export async function execIn(engine: Docker, container: string, args: readonly string[]): Promise<ExecResult> {
  const exec = await engine.getContainer(container).exec({ Cmd: [...args], AttachStdout: true, AttachStderr: true });
  return ended(exec, await exec.start({}));
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
  return result;
}

async function ended(exec: Docker.Exec, stream: NodeJS.ReadableStream): Promise<ExecResult> {
  const errors: Buffer[] = [];
  const output = standardOutput((chunk) => void errors.push(chunk));
  stream.once("error", (error) => void output.destroy(error));
  const stdout = await buffer(stream.pipe(output));
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: stdout.toString(), stderr: Buffer.concat(errors).toString() };
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
