import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";

/**
 * Pulumi and its plugins talk to each other over ports of 127.0.0.1 without authentication: anyone who can connect to them can
 * run a program, or a container, with this user's rights. In their own network namespace no other user reaches them
 * (network_namespaces(7)); the engine's socket is a file and is reached from there all the same.
 */
export function needsOpenNetwork(dockerHost: string | undefined, settings: Readonly<Record<string, unknown>>): boolean {
  const isSocket = dockerHost === undefined || dockerHost === "" || dockerHost.startsWith("unix://");
  const { dns } = settings;
  return !isSocket || (dns !== undefined && dns !== "none");
}

/** A new namespace has its loopback device down. */
const wakeLoopback = 'PATH="$PATH:/usr/sbin:/sbin" ip link set lo up';

/** Words that run the command after them in such a namespace. Who is not root needs a user namespace for it, and another one to be himself again. */
export function namespaceCommand(uid: number, gid: number): readonly string[] {
  const inside = (then: string) => ["sh", "-c", `${wakeLoopback} && exec ${then}"$@"`, "sh"];
  if (uid === 0) return ["unshare", "--net", "--", ...inside("")];
  const again = `unshare --user --map-user=${uid} --map-group=${gid} -- `;
  return ["unshare", "--user", "--map-root-user", "--net", "--", ...inside(again)];
}

/** The same, where this machine lets us make one; nothing where it does not. That is tried once: each start of Pulumi asks. */
export function ownNetworkCommand(): Promise<readonly string[]> {
  found ??= tryOwnNetwork();
  return found;
}

let found: Promise<readonly string[]> | null = null;

async function tryOwnNetwork(): Promise<readonly string[]> {
  if (process.platform !== "linux") return [];
  const [command, ...args] = namespaceCommand(process.getuid?.() ?? -1, process.getgid?.() ?? -1);
  if (command === undefined) return [];
  const child = spawn(command, [...args, "true"], { stdio: "ignore", timeout: 10_000 });
  const [exitCode] = await once(child, "exit").catch(() => [null]); // where there is no such command
  return exitCode === 0 ? [command, ...args] : [];
}

/** Who could reach what listens here while Pulumi works. */
export interface Company {
  /** The accounts of other people who can log in on this machine. */
  readonly people: readonly string[];
  /** Whether Pulumi works on a network of its own all the same. */
  readonly isApart: boolean;
}

/** Looks who is on this machine, and whether that matters for a stack with that DNS provider. */
export async function companyHere(dockerHost: string | undefined, dns: unknown): Promise<Company> {
  const people = peopleIn(await readFile("/etc/passwd", "utf8"), process.getuid?.() ?? 0);
  return { people, isApart: !needsOpenNetwork(dockerHost, { dns }) && (await ownNetworkCommand()).length > 0 };
}

/** By passwd(5): numbers from 1000 on are people's (login.defs(5), UID_MIN), 65534 is the user nobody, and shells that refuse a login have known names. */
export function peopleIn(passwd: string, uid: number): readonly string[] {
  return passwd.split("\n").flatMap((line) => {
    const [name = "", , number = "", , , , shell = ""] = line.split(":");
    const isPerson = Number(number) >= 1000 && Number(number) < 65_534 && Number(number) !== uid;
    return isPerson && shell !== "" && !/\/(nologin|false|true|sync)$/.test(shell) ? [name] : [];
  });
}
