import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { networkOf, type SecondEngine, startSecondEngine } from "../../engines/second-engine.ts";
import { containerNetworks, dnsAddress, ownAddresses } from "./addresses.ts";

/** A small internet: the network of an engine of its own, where names and addresses are what the tests make them. */
export interface Place {
  readonly engine: SecondEngine;
  /** For certificates, settings and logs; it goes with the engine. */
  readonly folder: string;
  /** Runs the command that follows it in this network, with its names. */
  readonly inside: readonly string[];
}

/**
 * Starts the engine and gives its network the addresses of servers. Federation is refused to private networks (Synapse,
 * `ip_range_blacklist`), so containers get addresses of a public one, which lead nowhere but here.
 */
export async function makePlace(images: readonly string[]): Promise<Place> {
  const pool = `--default-address-pool=base=${containerNetworks},size=24`;
  const engine = await startSecondEngine(images, [pool, `--dns=${dnsAddress}`]);
  const folder = join(engine.folder, "world");
  await mkdir(folder);
  const names = join(folder, "resolv.conf");
  await writeFile(names, `nameserver ${dnsAddress}\n`);
  const network = [`--net=${networkOf(engine)}`];
  for (const address of ownAddresses) await inNetwork(network, "ip", "address", "add", address, "dev", "lo");
  await letStacksMeet(network);
  // A view of the files in which the network's resolver is the one that programs ask (resolv.conf(5)).
  const ownNames = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/resolv.conf && exec "$@"', names];
  return { engine, folder, inside: ["nsenter", ...network, ...ownNames] };
}

/** The engine keeps its networks apart, as if no machine were between them. Here each stack stands for a machine of its own. */
function letStacksMeet(network: readonly string[]): Promise<void> {
  const published = ["-m", "conntrack", "--ctstate", "DNAT", "-j", "ACCEPT"];
  return inNetwork(network, "iptables", "--wait", "-I", "DOCKER-USER", ...published);
}

async function inNetwork(network: readonly string[], ...words: readonly string[]): Promise<void> {
  await execa("nsenter", [...network, ...words]);
}

/** A program that runs in the place until it is ended; it ends with the process that started it, too. */
export interface Resident extends AsyncDisposable {
  readonly process: ChildProcess;
  end(): Promise<void>;
}

/** Starts a program in the place. Its standard input stays open as long as it is wanted. */
export function startInside({ inside }: Pick<Place, "inside">, words: readonly string[]): Resident {
  const [file = "", ...rest] = [...inside, "setpriv", "--pdeathsig", "TERM", ...words];
  const child = spawn(file, rest, { stdio: ["pipe", "pipe", "pipe"] });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { process: child, end, [Symbol.asyncDispose]: end };
}
