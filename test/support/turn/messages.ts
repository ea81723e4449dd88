import { createHash, createHmac, randomBytes } from "node:crypto";

/** An attribute of a message (RFC 8489, section 14): its type and value, without padding. */
export type Attribute = readonly [type: number, value: Buffer];

/** The types used here (RFC 8489, section 18.3; RFC 8656, section 18). */
export const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  evenPort: 0x0018,
  requestedTransport: 0x0019,
  fingerprint: 0x8028,
} as const;

/** Requests (RFC 8489, section 18.2; RFC 8656, section 17). */
export const methods = { binding: 0x0001, allocate: 0x0003, refresh: 0x0004 } as const;

/** What long-term credentials make of a nonce (RFC 8489, section 9.2). */
export interface Challenge {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
}

const cookie = 0x2112a442;
const headerLength = 20;

/** A request as RFC 8489, section 5, lays it out, signed where there is a challenge to answer. */
export function request(method: number, content: readonly Attribute[], challenge: Challenge | null = null): Buffer {
  const signedBy: readonly Attribute[] = challenge === null ? [] : credentials(challenge);
  const body = Buffer.concat([...content, ...signedBy].map(attribute));
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(method, 0);
  header.writeUInt32BE(cookie, 4);
  randomBytes(12).copy(header, 8);
  return challenge === null ? withLength(header, body) : sign(header, body, challenge);
}

/** An attribute's bytes, padded to four. */
export function attribute([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** An answer: whether it is a refusal (class 0b11 of RFC 8489, section 5), and what it holds. */
export interface Answer {
  readonly refused: number | null;
  readonly values: ReadonlyMap<number, Buffer>;
}

/** Reads a whole message that a server sent. */
export function readAnswer(message: Buffer): Answer {
  const values = new Map<number, Buffer>();
  for (let at = headerLength; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    values.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  const error = values.get(attributes.errorCode);
  return { refused: error === undefined ? null : (error[2] ?? 0) * 100 + (error[3] ?? 0), values };
}

/** Signs a message again whose content was changed: up to where its signature is, whatever its lengths say. */
export function resign(message: Buffer, challenge: Challenge): Buffer {
  const at = message.lastIndexOf(Buffer.from([0x00, attributes.integrity, 0x00, 20]));
  if (at < headerLength || at + 24 > message.length) return message;
  const stated = message.readUInt16BE(2);
  message.writeUInt16BE(at + 24 - headerLength, 2);
  hmac(challenge, message.subarray(0, at)).copy(message, at + 4);
  message.writeUInt16BE(stated, 2);
  return message;
}

function credentials({ username, realm, nonce }: Challenge): readonly Attribute[] {
  return [
    [attributes.username, Buffer.from(username)],
    [attributes.realm, Buffer.from(realm)],
    [attributes.nonce, Buffer.from(nonce)],
  ];
}

function sign(header: Buffer, body: Buffer, challenge: Challenge): Buffer {
  const upToHere = withLength(header, body, 24);
  return Buffer.concat([upToHere, attribute([attributes.integrity, hmac(challenge, upToHere)])]);
}

/** Long-term credentials (RFC 8489, section 9.2.2). */
function hmac({ username, realm, password }: Challenge, upToHere: Buffer): Buffer {
  const key = createHash("md5").update(`${username}:${realm}:${password}`).digest();
  return createHmac("sha1", key).update(upToHere).digest();
}

function withLength(header: Buffer, body: Buffer, more = 0): Buffer {
  header.writeUInt16BE(body.length + more, 2);
  return Buffer.concat([header, body]);
}
