import { SetupError } from "../machine/setup-error.mjs";

const INSTALL = "sudo apt-get update && sudo apt-get install -y docker.io iptables";
const START = "sudo systemctl enable --now docker";
const MANUAL = "Install Docker Engine: https://docs.docker.com/engine/install";

/** Why there is no engine, and the exact commands that change it. */
export function noEngine(choice) {
  switch (choice.why) {
    case "named":
      return new SetupError(`DOCKER_HOST is ${choice.dockerHost}, but no engine answers there.`, [
        "Start that engine, or unset DOCKER_HOST to use the engine on this machine.",
      ]);
    case "denied":
      return new SetupError("the Docker engine runs, but this user may not use it.", [
        "sudo usermod -aG docker $USER",
        "Log out and in again, then run the same command again. Anyone in that group can become root.",
      ]);
    case "platform":
      return new SetupError("no Docker engine answers.", [
        "Start Docker Desktop (or colima, or OrbStack), then run the same command again.",
      ]);
    case "root-to-start":
      return new SetupError("the Docker engine is installed but does not run, and starting it needs root.", [START]);
    case "root-to-install":
      return new SetupError(
        "there is no Docker engine, and installing one needs root.",
        choice.debianLike ? [INSTALL, START] : [MANUAL],
      );
    default:
      return new SetupError("there is no Docker engine, and this is neither Debian nor Ubuntu.", [MANUAL]);
  }
}
