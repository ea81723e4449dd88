import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The files that one run of Pulumi writes its output to. */
export interface PulumiOutput {
  readonly stdout: FileHandle;
  readonly stderr: FileHandle;
  /** Where they lie, or would. */
  readonly folder: string;
  /** Closes them; nothing of them stays. */
  end(): Promise<void>;
}

/** Files of the stack, for a run that changes it: there is one such run at a time, and what it leaves when it is killed can be found. */
export async function openNamedOutput(events: string): Promise<PulumiOutput> {
  const paths = [events, `${events}.stderr`];
  const [stdout, stderr] = [await open(events, "w+", 0o600), await open(`${events}.stderr`, "w+", 0o600)];
  const remove = () => Promise.all(paths.map((path) => rm(path, { force: true })));
  const end = async () => void (await Promise.all([stdout.close(), stderr.close(), remove()]));
  return { stdout, stderr, folder: dirname(events), end };
}

/** Unnamed files, for a run that only observes: no other run sees them, and they are deleted with the last process that has them open (unlink(2)). */
export async function openNamelessOutput(): Promise<PulumiOutput> {
  const [stdout, stderr] = [await openNameless(), await openNameless()];
  return {
    stdout,
    stderr,
    folder: tmpdir(),
    end: async () => void (await Promise.all([stdout.close(), stderr.close()])),
  };
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `chatkeep-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await rm(path);
  return file;
}
