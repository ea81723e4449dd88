import { homedir } from "node:os";
import { join } from "node:path";

/** The socket Docker's own clients use when nothing else is said (docs.docker.com, "Docker socket"). */
export const standardSocket = "/var/run/docker.sock";

/** Where an engine may be listening: DOCKER_HOST alone when set, else the standard socket, a rootless engine's, Docker Desktop's. */
export function engineAddresses(environment, home = homedir()) {
  if (environment.DOCKER_HOST) return [environment.DOCKER_HOST];
  const rootless = environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, "docker.sock")] : [];
  return [standardSocket, ...rootless, join(home, ".docker/run/docker.sock")].map((path) => `unix://${path}`);
}

/** How to ask an address: a socket path, or host and port; null for what only the program itself can reach (ssh). */
export function pingTarget(address, environment = {}) {
  if (address.startsWith("unix://")) return { socketPath: address.slice("unix://".length) };
  if (!address.startsWith("tcp://")) return null;
  const isTls = Boolean(environment.DOCKER_TLS_VERIFY);
  const { hostname, port } = new URL(address);
  return isTls ? null : { host: hostname, port: Number(port || 2375) };
}
