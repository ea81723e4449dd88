import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of this machine's loopback address that no program listens on now. It is below those that the kernel gives to
 * connections going out (32768 on, ip(7), ip_local_port_range), so that none of them takes it before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
