import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { unlessMissing } from "./engine-answers.ts";
import { bothOutputs } from "./stream-frames.ts";

/** The last lines of a container's log, both streams as one, oldest first; empty when there is no such container. */
export async function lastLogLines(engine: Docker, container: string, count: number): Promise<readonly string[]> {
  const options = { stdout: true, stderr: true, tail: count, follow: false } as const;
  const log = await unlessMissing(engine.getContainer(container).logs(options));
  const lines: string[] = [];
  if (log !== null) await readLines(Readable.from([log]).pipe(bothOutputs()), (line) => void lines.push(line));
  return lines;
}

/** Gives each line of a container's log to `onLine`, until the container ends or the signal comes. */
export async function followLog(
  engine: Docker,
  container: string,
  { lines, signal }: { readonly lines: number; readonly signal: AbortSignal },
  onLine: (line: string) => void,
): Promise<void> {
  const log = await engine.getContainer(container).logs({ stdout: true, stderr: true, tail: lines, follow: true });
  const output = log.pipe(bothOutputs());
  const stop = () => {
    if (log instanceof Readable) log.destroy();
    output.end();
  };
  signal.addEventListener("abort", stop, { once: true });
  await readLines(output, onLine);
}

async function readLines(text: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: text })) onLine(line);
}
