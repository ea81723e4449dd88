import { runCommand } from "../machine/run-command.mjs";

/** A machine that has just started often updates itself first: apt-get then waits for it (apt-get(8), DPkg::Lock::Timeout). */
const WAIT_FOR_OTHERS = ["-o", "DPkg::Lock::Timeout=300"];

/** Installs Debian's own engine. iptables is only recommended by it, and without iptables it does not start. */
export async function installEngine(report) {
  const progress = report.progress("apt-get install docker.io iptables");
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1" },
    onLine: progress.detail,
  };
  try {
    await runCommand("apt-get", [...WAIT_FOR_OTHERS, "update"], options);
    await runCommand("apt-get", [...WAIT_FOR_OTHERS, "install", "-y", "docker.io", "iptables"], options);
  } finally {
    progress.stop();
  }
}
