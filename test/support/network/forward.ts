import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { answers } from "../engines/host.ts";
import { networkOf, type SecondEngine } from "../engines/second-engine.ts";
import { relayTo } from "./relay.ts";

const inside = fileURLToPath(new URL("forward-inside.ts", import.meta.url));

/**
 * Makes a port that a second engine publishes on its own loopback address answer on this machine's, so that clients connect to it
 * as to any server. Restarts of the engine do not touch it: while no one listens behind it, connections are broken off.
 */
export async function forwardPort(engine: SecondEngine, port: number): Promise<AsyncDisposable> {
  const socket = join(engine.folder, `forward-${port}`);
  const words = [`--net=${networkOf(engine)}`, process.execPath, inside, socket, `${port}`];
  const other = spawn("nsenter", words, { stdio: "inherit" });
  const server = relayTo({ path: socket });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  await untilTrue("forward into the engine's network", () => answers("127.0.0.1", port));
  const close = async () => {
    other.kill();
    server.close();
  };
  return { [Symbol.asyncDispose]: close };
}
