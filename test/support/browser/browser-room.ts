import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { relayTo } from "../network/relay.ts";
import { makeFolder } from "../own-folder.ts";

/** A network of a browser's own: one port of its loopback address is this machine's, and nothing else leads anywhere. */
export interface BrowserRoom extends AsyncDisposable {
  /** Starts the browser in there. */
  readonly program: string;
}

const inside = fileURLToPath(new URL("browser-inside.ts", import.meta.url));

/**
 * Opens such a room. Chromium breaks every request off when an interface of its network comes or goes
 * (net::ERR_NETWORK_CHANGED), and each container on this machine brings one; in here none does. It lasts as long as its relay.
 */
export async function openBrowserRoom(browser: string, port: number): Promise<BrowserRoom> {
  const folder = await makeFolder("browser");
  const [socket, program] = [join(folder, "socket"), join(folder, "browser")];
  const server = relayTo({ host: "127.0.0.1", port }).listen(socket);
  await once(server, "listening");
  const start = 'ip link set lo up && exec "$@"';
  const words = ["--net", "sh", "-c", start, "sh", process.execPath, inside, String(port), socket];
  const relay = spawn("unshare", words, { stdio: ["pipe", "pipe", "inherit"] });
  await once(relay.stdout, "data");
  const script = `#!/bin/sh\nexec nsenter --net=/proc/${relay.pid}/ns/net ${browser} "$@"\n`;
  await writeFile(program, script, { mode: 0o755 });
  const close = async () => {
    relay.kill();
    server.close();
    await rm(folder, { recursive: true });
  };
  return { program, [Symbol.asyncDispose]: close };
}
