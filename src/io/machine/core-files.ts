import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Keeps the kernel from writing this process's memory, and that of what it starts, to a core file: a limit of one byte also keeps it
 * from handing the memory to a crash handler (core(5); fs/coredump.c, `RLIMIT_CORE set to 1`). true where that holds; other systems
 * than Linux, and those without prlimit(1), have no way to.
 */
export async function forbidCoreFiles(): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const run = promisify(execFile)("prlimit", ["--pid", String(process.pid), "--core=1:1"]);
  await run.catch(() => undefined); // what the limit is now says whether it worked
  return /^Max core file size +1 /m.test(await readFile("/proc/self/limits", "utf8"));
}
