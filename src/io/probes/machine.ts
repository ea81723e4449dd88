import { createSocket } from "node:dgram";
import { readFile, realpath, statfs } from "node:fs/promises";
import { connect, createServer, isIPv6 } from "node:net";
import { hostname, networkInterfaces, release } from "node:os";
import { isLoopbackAddress } from "../../kinds/names.ts";
import type { EngineFacts } from "../docker/engine-facts.ts";

/** A port that a program on this machine already listens on. */
export interface TakenPort {
  readonly port: number;
  readonly address: string;
  readonly protocol: "tcp" | "udp";
}

/** Room on the volume that holds the engine's data. */
export interface DiskSeen {
  readonly folder: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Whether the machine's kernel says that something keeps its clock (adjtimex(2), as systemd reports it). */
export interface ClockKept {
  /** null if there is no systemd. */
  readonly kept: boolean | null;
}

/** How the engine's service is set to start. */
export interface BootSeen {
  /** What systemd says of docker.service or docker.socket, such as `enabled` (systemctl(1), is-enabled); null without systemd. */
  readonly unit: string | null;
}

/** Tries to listen on each of these, one after the other so that no try is in another's way; gives those that are taken. */
export async function takenPorts(wanted: readonly TakenPort[]): Promise<readonly TakenPort[]> {
  const taken: TakenPort[] = [];
  for (const binding of wanted) if (await isTaken(binding)) taken.push(binding);
  return taken;
}

type PortBinding = Pick<TakenPort, "port" | "address">;

function isTaken({ protocol, ...binding }: TakenPort): Promise<boolean> {
  return protocol === "udp" ? isBound(binding) : isListenedOn(binding);
}

/** A low port that this user may not bind cannot be tried: a server need not answer a request in another protocol. */
function isBound({ port, address }: PortBinding): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? { type: "udp6", ipv6Only: true } : { type: "udp4" });
  return new Promise((resolve, reject) => {
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === "EADDRINUSE") resolve(true);
      else reject(new Error(`UDP port ${port} of ${address} cannot be tried: ${error.code ?? error.message}`));
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(false)));
  });
}

function isListenedOn(binding: PortBinding): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(true);
      else if (error.code === "EACCES") resolve(answers(binding));
      else
        reject(new Error(`port ${binding.port} of ${binding.address} cannot be tried: ${error.code ?? error.message}`));
    });
    server.listen({ port: binding.port, host: binding.address, exclusive: true, ipv6Only: true }, () =>
      server.close(() => resolve(false)),
    );
  });
}

/** Only root may listen on low ports (ip(7)); every user may connect to them. */
function answers({ port, address }: PortBinding): Promise<boolean> {
  const socket = connect(port, address === "0.0.0.0" ? "127.0.0.1" : address);
  const ended = new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  });
  return ended.finally(() => socket.destroy());
}

/** The room there is for an engine that keeps its data in this folder; an error where the folder is not on this machine. */
export async function roomIn(folder: string): Promise<DiskSeen> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** What systemd does with the engine when the machine starts. */
export async function engineAtBoot(): Promise<BootSeen> {
  if (!(await hasSystemd())) return { unit: null };
  const args = (await answerOf("systemctl", ["is-enabled", "docker.service", "docker.socket"])).split(/\s+/);
  return { unit: args.find((word) => word.startsWith("enabled")) ?? args.find((word) => word !== "") ?? "not-found" };
}

/** Whether the clock is kept, by what systemd reads from the kernel. */
export async function clockKept(): Promise<ClockKept> {
  if (!(await hasSystemd())) return { kept: null };
  const said = await answerOf("timedatectl", ["show", "--property=NTPSynchronized", "--value"]);
  if (said === "") throw new Error("timedatectl does not answer");
  return { kept: said === "yes" };
}

/**
 * Whether this machine's packet filter has the engine's rules, in either of the two ways in which engines create them (iptables(8),
 * nft(8)). An error where that cannot be seen, such as by anyone but root.
 */
export async function hasEngineRules(): Promise<boolean> {
  if (process.getuid?.() !== 0) throw new Error("only root can read the firewall's rules");
  const { execa } = await import("execa");
  const ask = (program: string, ...args: readonly string[]) => execa(program, args, { reject: false, stdin: "ignore" });
  const [old, newer] = await Promise.all([
    ask("iptables", "--wait", "--table", "nat", "--numeric", "--list", "DOCKER"),
    ask("nft", "list", "table", "ip", "docker-bridges"),
  ]);
  if (old.exitCode === undefined && newer.exitCode === undefined)
    throw new Error("neither iptables nor nft is installed");
  return old.exitCode === 0 || newer.exitCode === 0;
}

/** The addresses of this machine's own interfaces, save loopback and link-local ones; the loopback interface may have others. */
export function machineAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all
    .map(({ address }) => address)
    .filter((address) => !isLoopbackAddress(address) && !address.startsWith("fe80:"))
    .toSorted();
}

/** Where an engine is, as far as it says: null where it does not answer. */
export type EngineMachine = Pick<EngineFacts, "machine"> | null;

/**
 * Whether this machine's ports, disk and services are the engine's own: at the sockets where one is usually, and at any other
 * that is listened to in this network (proc_net(5), unix) by an engine with this machine's name and kernel. A socket that leads
 * to a virtual machine or another server has another, and one of a network of its own is not in this one.
 */
export async function isEngineHere(
  dockerHost: string | undefined,
  uid: number,
  engine: EngineMachine,
): Promise<boolean> {
  const address = dockerHost || "unix:///var/run/docker.sock";
  const usual = ["unix:///var/run/docker.sock", "unix:///run/docker.sock", `unix:///run/user/${uid}/docker.sock`];
  if (usual.includes(address)) return true;
  if (!address.startsWith("unix://") || engine === null) return false;
  const { name, kernel } = engine.machine;
  return name === hostname() && kernel === release() && (await isListenedHere(address.slice("unix://".length)));
}

/** Flags `00010000` mean that a program accepts connections there (include/uapi/linux/net.h, __SO_ACCEPTCON). */
async function isListenedHere(path: string): Promise<boolean> {
  const table = await readFile("/proc/net/unix", "utf8").catch(() => "");
  const written = [path, await realpath(path).catch(() => path)];
  return table.split("\n").some((line) => {
    const [, , , flags, , , , ...args] = line.split(" ").filter(Boolean);
    return flags === "00010000" && written.includes(args.join(" "));
  });
}

/** systemd is what started the machine where this folder is (sd_booted(3)). */
function hasSystemd(): Promise<boolean> {
  return readFile("/run/systemd/system").then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === "EISDIR",
  );
}

async function answerOf(program: string, args: readonly string[]): Promise<string> {
  const { execa } = await import("execa");
  const { stdout } = await execa(program, args, { reject: false, stdin: "ignore" });
  return stdout.trim();
}
