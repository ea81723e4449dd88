import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** What one process came to. */
export interface Ran {
  readonly seconds: number;
  /** What it used of the processors itself: the server's part is not in it, nor is waiting for one. */
  readonly processorSeconds: number;
  readonly peakMebibytes: number;
  readonly stdout: string;
}

/** Tells, at the end of a process, what it used (getrusage(2): `ru_maxrss`, `ru_utime`, `ru_stime`). */
const tellUsage = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("used " + maxRSS + " " + (userCPUTime + systemCPUTime) + "\\n");
})`;

/** Runs a program of this checkout from its start to its end; secrets go in by stdin. */
export async function run(words: readonly string[], typed: readonly string[]): Promise<Ran> {
  const begin = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(tellUsage)}`;
  const child = spawn(process.execPath, ["--import", preload, ...words], { stdio: "pipe" });
  child.stdin.end(`${typed.join("\n")}\n`);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}:\n${stderr}`);
  const [, kibibytes = "0", microseconds = "0"] = /^used (\d+) (\d+)$/m.exec(stderr) ?? [];
  return {
    seconds: (performance.now() - begin) / 1_000,
    processorSeconds: Number(microseconds) / 1_000_000,
    peakMebibytes: Number(kibibytes) / 1_024,
    stdout,
  };
}
