import { readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";
import { endianness } from "node:os";

/** A connection over IPv4's loopback, as we see it; `inode` is that of our own end. */
export interface Connection {
  readonly ours: Address;
  readonly theirs: Address;
  readonly inode: string;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Whether the other end of a connection is a process of that user, by the kernel's tables of connections (Linux,
 * Documentation/networking/proc_net_tcp.rst). A socket whose process has closed it is listed as root's and without an inode, and
 * once a connection was reset another one may have its addresses: so both ends must be established, ours by the very socket we hold.
 */
export function isOfUser(tables: readonly string[], connection: Connection, uid: number): boolean {
  const rows = tables.flatMap(parseTable);
  const established = (from: Address, to: Address) =>
    rows.filter((row) => row.state === ESTABLISHED && isAt(row.local, from) && isAt(row.remote, to));
  const [ours, ...more] = established(connection.ours, connection.theirs);
  const [theirs, ...others] = established(connection.theirs, connection.ours);
  if (ours === undefined || theirs === undefined || more.length + others.length > 0) return false;
  return ours.inode === connection.inode && theirs.inode !== "0" && theirs.uid === uid;
}

/**
 * The same for a socket that was not read from yet, from the current tables. Only Linux has them: other systems accept all connections.
 * The kernel gives a table in pieces, and connections that come and go between two pieces make it skip a row or give one twice
 * (net/ipv4/tcp_ipv4.c, tcp_seek_last_pos): only what several readings miss is refused.
 */
export function isOwnPeer(socket: Socket, read: () => readonly string[] = readTables): boolean {
  if (process.platform !== "linux") return true;
  const connection = connectionOf(socket);
  if (connection === null) return false;
  const uid = process.geteuid?.() ?? -1;
  return Array.from({ length: READINGS }).some(() => isOfUser(read(), connection, uid));
}

const READINGS = 4;

const ESTABLISHED = "01";

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly state: string;
  readonly uid: number;
  readonly inode: string;
}

/** Below the line with the headings: number, both addresses, state, queues, timer, retransmits, user, timeout, inode. */
function parseTable(text: string): readonly Row[] {
  return text
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, local = "", remote = "", state = "", , , , uid = "", , inode = ""] = line.trim().split(/\s+/);
      return inode === "" ? [] : [{ local, remote, state, uid: Number(uid), inode }];
    });
}

/** An IPv4 address is one 32-bit number in the machine's own order of bytes, and in the table for IPv6 it follows ::ffff. */
function isAt(written: string, { host, port }: Address): boolean {
  const bytes = host.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  const inOrder = (parts: readonly string[]) => (endianness() === "LE" ? parts.toReversed() : parts).join("");
  const address = inOrder(bytes).toUpperCase();
  const mapped = `${"0".repeat(16)}${inOrder(["00", "00", "FF", "FF"])}${address}`;
  const end = `:${port.toString(16).padStart(4, "0").toUpperCase()}`;
  return written === `${address}${end}` || written === `${mapped}${end}`;
}

function readTables(): readonly string[] {
  return ["/proc/self/net/tcp", "/proc/self/net/tcp6"].flatMap((path) => {
    try {
      return [readFileSync(path, "utf8")];
    } catch {
      return []; // the second is missing where there is no IPv6
    }
  });
}

function connectionOf(socket: Socket): Connection | null {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  const inode = inodeOf(socket);
  if (localAddress === undefined || localPort === undefined || inode === null) return null;
  if (remoteAddress === undefined || remotePort === undefined) return null;
  return {
    ours: { host: localAddress, port: localPort },
    theirs: { host: remoteAddress, port: remotePort },
    inode,
  };
}

/** By the number of its file: Node tells it nowhere else, and a socket without one cannot be told, so is refused. */
function inodeOf(socket: Socket): string | null {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: number } | null };
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${handle?.fd}`))?.[1] ?? null;
  } catch {
    return null;
  }
}
