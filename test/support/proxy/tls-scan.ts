import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";

/** The protocols that are offered, by the number that stands on the wire (RFC 8446, appendix D; RFC 6101 for SSL 3.0). */
export const protocols = {
  "SSL 3.0": 0x0300,
  "TLS 1.0": 0x0301,
  "TLS 1.1": 0x0302,
  "TLS 1.2": 0x0303,
  "TLS 1.3": 0x0304,
} as const;

/** A protocol by its name. */
export type Protocol = keyof typeof protocols;

/** Every number that the registry of TLS cipher suites gives to one (IANA, "TLS Cipher Suites"), old ones that libraries no longer know included. */
const everySuite = [
  ...range(0x0001, 0x00ff),
  ...range(0xc001, 0xc0b7),
  ...range(0xcca8, 0xccae),
  ...range(0xd001, 0xd005),
  0xfefe,
  0xfeff,
];
const everySuite13 = range(0x1301, 0x1307);

/** The names of those that a good server takes; others stay numbers. */
const names: Readonly<Record<number, string>> = {
  4865: "TLS_AES_128_GCM_SHA256",
  4866: "TLS_AES_256_GCM_SHA384",
  4867: "TLS_CHACHA20_POLY1305_SHA256",
  49195: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  49196: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  49199: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  49200: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  52392: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  52393: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
};

/**
 * Each suite that a server takes with each protocol, found by offering all there are, taking away the one that was picked, and
 * offering the rest until it refuses. The messages are made here, byte by byte, so that no library leaves out what it holds for
 * too old.
 */
export async function scanTls(host: string, port: number): Promise<Readonly<Record<Protocol, readonly string[]>>> {
  const found: [string, readonly string[]][] = [];
  for (const [name, version] of Object.entries(protocols)) {
    const all = version === protocols["TLS 1.3"] ? everySuite13 : everySuite;
    found.push([name, (await takenOf(host, port, version, all)).map((suite) => names[suite] ?? hex(suite)).toSorted()]);
  }
  return Object.fromEntries(found) as Record<Protocol, readonly string[]>;
}

async function takenOf(
  host: string,
  port: number,
  version: number,
  offered: readonly number[],
): Promise<readonly number[]> {
  const picked = await offer(host, port, version, offered);
  if (picked === null) return [];
  if (!offered.includes(picked)) throw new Error(`The server picked ${hex(picked)}, which was not offered.`);
  return [
    picked,
    ...(await takenOf(
      host,
      port,
      version,
      offered.filter((each) => each !== picked),
    )),
  ];
}

/** The suite of the server's answer; null where it refuses, or speaks another version alone. */
async function offer(host: string, port: number, version: number, suites: readonly number[]): Promise<number | null> {
  const socket = connect({ host, port });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    if (isWhole(Buffer.concat(chunks))) socket.destroy();
  });
  socket.on("error", () => undefined); // a reset is a refusal; a server that is not there is found out below
  await once(socket, "connect");
  socket.write(clientHello(host, version, suites));
  await once(socket, "close");
  return readServerHello(Buffer.concat(chunks), version);
}

/** Whether a first record is there with all it says it has. */
function isWhole(answer: Buffer): boolean {
  return answer.length >= 5 && answer.length >= 5 + answer.readUInt16BE(3);
}

function readServerHello(answer: Buffer, wanted: number): number | null {
  if (answer.length < 44 || answer[0] !== 0x16 || answer[5] !== 0x02) return null;
  const afterId = 44 + (answer[43] ?? 0);
  const version = wanted === protocols["TLS 1.3"] ? versionInExtension(answer, afterId + 3) : answer.readUInt16BE(9);
  return version === wanted ? answer.readUInt16BE(afterId) : null;
}

/** The extension `supported_versions` of a ServerHello (RFC 8446, section 4.2.1). */
function versionInExtension(answer: Buffer, start: number): number | null {
  for (let at = start + 2; at + 4 <= answer.length; at += 4 + answer.readUInt16BE(at + 2))
    if (answer.readUInt16BE(at) === 0x002b) return answer.readUInt16BE(at + 4);
  return null;
}

/** RFC 5246, section 7.4.1.2, and RFC 8446, section 4.1.2. */
function clientHello(host: string, version: number, suites: readonly number[]): Buffer {
  const isNew = version === protocols["TLS 1.3"];
  const legacy = Math.min(version, protocols["TLS 1.2"]);
  const body = Buffer.concat([
    uint16(legacy),
    randomBytes(32),
    sized(1, isNew ? randomBytes(32) : Buffer.alloc(0)),
    sized(2, Buffer.concat(suites.map(uint16))),
    sized(1, Buffer.of(0)),
    version === protocols["SSL 3.0"] ? Buffer.alloc(0) : sized(2, extensions(host, isNew)),
  ]);
  const message = Buffer.concat([Buffer.of(0x01), sized(3, body)]);
  return Buffer.concat([Buffer.of(0x16), uint16(Math.min(legacy, protocols["TLS 1.0"])), sized(2, message)]);
}

function extensions(host: string, isNew: boolean): Buffer {
  const groups = [0x001d, 0x0017, 0x0018].map(uint16);
  const signatures = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201].map(
    uint16,
  );
  const all: (readonly [number, Buffer])[] = [
    [0x0000, sized(2, Buffer.concat([Buffer.of(0), sized(2, Buffer.from(host))]))],
    [0x000a, sized(2, Buffer.concat(groups))],
    [0x000b, sized(1, Buffer.of(0))],
    [0x000d, sized(2, Buffer.concat(signatures))],
  ];
  if (isNew) {
    all.push([0x002b, sized(1, uint16(protocols["TLS 1.3"]))]);
    all.push([0x0033, sized(2, Buffer.concat([uint16(0x001d), sized(2, randomBytes(32))]))]);
  }
  return Buffer.concat(all.map(([kind, content]) => Buffer.concat([uint16(kind), sized(2, content)])));
}

/** Something behind its length in that many bytes. */
function sized(bytes: number, content: Buffer): Buffer {
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(content.length, 0, bytes);
  return Buffer.concat([length, content]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, "0")}`;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
