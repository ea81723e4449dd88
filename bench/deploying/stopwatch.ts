import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A line that a program told on its way, and when. */
export interface Mark {
  readonly line: string;
  /** Seconds since the program was started. */
  readonly at: number;
}

/** How long a program took and what it told; it did what was asked. */
export interface Timing {
  readonly seconds: number;
  readonly marks: readonly Mark[];
  readonly stdout: string;
}

/** Runs a program to its end with a clock beside it; fails with all it told when it does. */
export async function time(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Timing> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1_000;
  const child = spawn(file, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const marks: Mark[] = [];
  let stdout = "";
  createInterface({ input: child.stderr }).on("line", (line) => void marks.push({ line: line.trim(), at: elapsed() }));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  const [exitCode] = await once(child, "close");
  const seconds = elapsed();
  if (exitCode === 0) return { seconds, marks, stdout };
  const told = marks.map(({ line }) => line).join("\n");
  throw new Error(`${[file, ...words].join(" ").slice(0, 300)}\nended with ${exitCode}:\n${told}\n${stdout}`);
}
