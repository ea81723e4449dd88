import { runCommand } from "../run-command.mjs";

/** Installs Debian's own engine. iptables is only recommended by it, and without iptables it does not start. */
export async function installEngine(report) {
  const progress = report.progress("apt-get install docker.io iptables");
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, onLine: progress.detail };
  try {
    await runCommand("apt-get", ["update"], options);
    await runCommand("apt-get", ["install", "-y", "docker.io", "iptables"], options);
  } finally {
    progress.stop();
  }
}
