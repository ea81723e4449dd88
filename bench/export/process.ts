import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** What one process came to. */
export interface Ran {
  readonly seconds: number;
  readonly peakMebibytes: number;
  readonly stdout: string;
}

/** Tells, at the end of a process, how much memory it had at most (getrusage(2), `ru_maxrss`). */
const tellPeak = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"))`;

/** Runs a program of this checkout from its start to its end; secrets go in by stdin. */
export async function run(words: readonly string[], typed: readonly string[]): Promise<Ran> {
  const begin = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(tellPeak)}`;
  const child = spawn(process.execPath, ["--import", preload, ...words], { stdio: "pipe" });
  child.stdin.end(`${typed.join("\n")}\n`);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}:\n${stderr}`);
  const [, kibibytes = "0"] = /^peak (\d+)$/m.exec(stderr) ?? [];
  return { seconds: (performance.now() - begin) / 1_000, peakMebibytes: Number(kibibytes) / 1_024, stdout };
}
