import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";
import { nameOf } from "../../../../src/plan/names.ts";
import { engineOf } from "../../stack/engine.ts";
import type { StackRecord } from "../../stack/stack.ts";

/** A packet of IPv4 as it was seen on an interface of the engine's machine. */
export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/**
 * Sees on every network of an engine each packet that begins something (packet(7)), each kind once: of TCP the first of a connection,
 * and all that is not TCP. The kernel leaves out the rest (bpf in linux/filter.h), which fills the socket faster than it is read.
 */
const program = `
import ctypes, socket, struct
instructions = [
    (0x28, 0, 0, 0xFFFFF000), (0x15, 0, 9, 0x0800), # IPv4
    (0x30, 0, 0, 9), (0x15, 0, 6, 6), # TCP
    (0x28, 0, 0, 6), (0x45, 5, 0, 0x1FFF), # no later fragment
    (0xB1, 0, 0, 0), (0x50, 0, 0, 13), (0x54, 0, 0, 0x12), (0x15, 0, 1, 0x02), # SYN without ACK
    (0x06, 0, 0, 128), (0x06, 0, 0, 0),
]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in instructions))
SO_ATTACH_FILTER, SOL_PACKET, PACKET_STATISTICS = 26, 263, 6
s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(3))
s.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(instructions), ctypes.addressof(code)))
s.setblocking(False)
try:
    while True: s.recvfrom(65535) # from before the filter
except BlockingIOError: s.setblocking(True)
s.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8) # counts from 0 on
print("ready", flush=True)
seen = set()
while True:
    data, _ = s.recvfrom(65535)
    _, missed = struct.unpack("II", s.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
    if missed: print("missed", missed, flush=True)
    size = (data[0] & 15) * 4
    ports = data[9] in (6, 17) and len(data) >= size + 4
    line = (socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20]), struct.unpack("!H", data[size+2:size+4])[0] if ports else 0)
    if line not in seen:
        seen.add(line)
        print(*line, flush=True)
`;

/** Listens until it is stopped, and gives what was seen; fails where something was missed, because silence then proves nothing. */
export async function listenOnEngine(stack: StackRecord): Promise<{ stop(): Promise<readonly Packet[]> }> {
  const engine = engineOf(stack);
  const { Config } = await engine.getContainer(nameOf(stack.name, "synapse")).inspect();
  const container = await engine.createContainer({
    name: nameOf(stack.name, "listener"),
    Image: Config.Image,
    User: "0",
    Entrypoint: ["python3", "-c", program],
    Cmd: [],
    Tty: true, // the log then has no frames (Engine API, "Attach to a container")
    HostConfig: { NetworkMode: "host", CapDrop: ["ALL"], CapAdd: ["NET_RAW"] },
  });
  await container.start();
  while (!(await logOf(container)).includes("ready")) await pause(100);
  return {
    stop: async () => {
      const lines = (await logOf(container)).split("\n").map((line) => line.trim().split(" "));
      await container.remove({ force: true });
      if (lines.some(([word]) => word === "missed")) throw new Error("The listener was too slow and missed packets.");
      return lines.flatMap(([from, to, port]) =>
        from === undefined || to === undefined || port === undefined ? [] : [{ from, to, port: Number(port) }],
      );
    },
  };
}

async function logOf(container: Docker.Container): Promise<string> {
  const log = await container.logs({ stdout: true, stderr: true, follow: false });
  return log.toString();
}

/** What a drill that is under way has on the engine. */
export interface DrillSeen {
  readonly subnets: readonly string[];
  /** Whether the attempts to get out were made. */
  readonly tried: boolean;
}

/** Tries to reach the world from a restored server: a name server, another server, a mail server. Addresses are those for documentation (RFC 5737). */
const attempts = `
import socket
for port in (53, 443, 8448, 25, 465, 587):
    for address in ("198.51.100.7", "203.0.113.9"):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            s = socket.socket(socket.AF_INET, kind)
            s.settimeout(0.2)
            try:
                s.connect((address, port)); s.send(b"out")
            except OSError: pass
try: socket.getaddrinfo("push.drill.test", 443)
except OSError: pass
`;

/** Watches for a drill's server until it is there, and has it try to reach the world. */
export async function tryToLeave(stack: StackRecord, signal: AbortSignal): Promise<DrillSeen> {
  const engine = engineOf(stack);
  while (!signal.aborted) {
    const all = await engine.listContainers({ filters: { status: ["running"], label: ["chatkeep.role=synapse"] } });
    const mine = all.find(({ Names }) => Names.some((name) => /^\/chatkeep-drill-/.test(name)));
    if (mine !== undefined) {
      const names = Object.keys(mine.NetworkSettings.Networks);
      const found = await Promise.all(names.map((name) => engine.getNetwork(name).inspect()));
      const subnets = found.flatMap(({ IPAM }) => (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []));
      const exec = await engine.getContainer(mine.Id).exec({ Cmd: ["timeout", "8", "python3", "-c", attempts] });
      await exec.start({ Detach: true });
      return { subnets, tried: true };
    }
    await pause(200);
  }
  return { subnets: [], tried: false };
}

/** Whether an address is in a range such as `172.28.0.0/16`. */
export function isIn(address: string, range: string): boolean {
  const [base = "", bits = "32"] = range.split("/");
  const mask = bits === "0" ? 0 : (0xffffffff << (32 - Number(bits))) >>> 0;
  return (numberOf(address) & mask) >>> 0 === (numberOf(base) & mask) >>> 0;
}

function numberOf(address: string): number {
  return address.split(".").reduce((all, part) => all * 256 + Number(part), 0);
}
