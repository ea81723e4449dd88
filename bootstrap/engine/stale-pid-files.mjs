import { readFile, rm } from "node:fs/promises";

/** Where the engine and the containerd it starts write down their process (dockerd(8), --pidfile). */
const pidFiles = [
  { path: "/var/run/docker.pid", program: "dockerd" },
  { path: "/var/run/docker/containerd/containerd.pid", program: "containerd" },
];

/**
 * Removes what an engine that was killed left behind: its number may be another process's by now, and an engine that finds
 * its number in use takes itself for running and does not start.
 */
export async function removeStalePidFiles(files = pidFiles, processes = "/proc") {
  await Promise.all(
    files.map(async ({ path, program }) => {
      const pid = (await readFile(path, "utf8").catch(() => "")).trim();
      const running = await readFile(`${processes}/${pid}/comm`, "utf8").catch(() => "");
      if (pid !== "" && running.trim() !== program) await rm(path, { force: true });
    }),
  );
}
