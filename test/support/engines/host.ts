import { readdir, readFile, readlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";

/** The machine's own addresses: loopback and real interfaces, without those that Docker makes for containers. */
export function ownAddresses(): readonly string[] {
  const ofContainers = /^(docker|br-|veth|chatkeep-t)/;
  const interfaces = Object.entries(networkInterfaces()).filter(([name]) => !ofContainers.test(name));
  const addresses = interfaces.flatMap(([name, found]) => (found ?? []).map((each) => ({ name, ...each })));
  return addresses.map(({ name, address, scopeid }) => (scopeid ? `${address}%${name}` : address));
}

/** Whether someone takes a TCP connection at an address and port. */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/** A listener of this machine on one of its addresses, until it is disposed of. */
export function listenAt(address: string): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((socket) => void socket.end());
  const close = () => new Promise<void>((done) => void server.close(() => done()));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, () => {
      const bound = server.address();
      resolve({ port: typeof bound === "object" ? (bound?.port ?? 0) : 0, [Symbol.asyncDispose]: close });
    });
  });
}

/** The ports that processes listen on in the network namespace of a /proc folder's text (proc_pid_net(5)): state 0A is LISTEN. */
export function listeningPorts(...tables: readonly string[]): readonly number[] {
  const rows = tables.flatMap((table) => table.trim().split("\n").slice(1));
  const listening = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state]) => state === "0A");
  const ports = listening.map(([, local = ""]) => Number.parseInt(local.split(":").at(-1) ?? "", 16));
  return [...new Set(ports)].sort((one, other) => one - other);
}

/** The ports this machine itself listens on. */
export async function ownListeningPorts(): Promise<readonly number[]> {
  return listeningPorts(await readFile("/proc/net/tcp", "utf8"), await readFile("/proc/net/tcp6", "utf8"));
}

/**
 * Where docker-proxy processes of this network listen on behalf of containers with these addresses, as `ADDRESS:PORT`. Engines of other
 * networks give their containers the same addresses.
 */
export async function forwardedTo(containerAddresses: readonly string[]): Promise<readonly string[]> {
  const network = await readlink("/proc/self/ns/net");
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const networks = await Promise.all(all.map((pid) => readlink(`/proc/${pid}/ns/net`).catch(() => null)));
  const pids = all.filter((_, index) => networks[index] === network);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  const proxies = commands.map((line) => line.split("\0")).filter(([program]) => program?.endsWith("docker-proxy"));
  const option = (words: readonly string[], name: string) => words[words.indexOf(name) + 1] ?? "";
  return proxies
    .filter((words) => containerAddresses.includes(option(words, "-container-ip")))
    .map((words) => `${option(words, "-host-ip")}:${option(words, "-host-port")}`);
}
