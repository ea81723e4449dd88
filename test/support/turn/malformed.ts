import { type Attribute, attribute, attributes, type Challenge, request, resign } from "./messages.ts";
import type { Draw } from "./random.ts";

/** Methods and classes that a TURN server takes (RFC 8489, section 18.2; RFC 8656, section 17; RFC 6062, section 6.1), and some that it does not. */
const types = [0x001, 0x003, 0x004, 0x006, 0x008, 0x009, 0x00a, 0x00b, 0x016, 0x017, 0x101, 0x113, 0x011, 0x3fff];

/** Attributes that a server reads (RFC 8489, section 18.3; RFC 8656, section 18; RFC 8016; RFC 6062), and some that no one knows. */
const read = [
  0x0001, 0x0003, 0x0006, 0x0008, 0x0009, 0x000a, 0x000c, 0x000d, 0x0012, 0x0013, 0x0014, 0x0015, 0x0016, 0x0017,
  0x0018, 0x0019, 0x001a, 0x001b, 0x0020, 0x0022, 0x0024, 0x0025, 0x0026, 0x0027, 0x002a, 0x8000, 0x8001, 0x8022,
  0x8023, 0x8028, 0x8029, 0x802a, 0x802b, 0x8030, 0x7fff, 0xffff,
];

const pick = <Item>(draw: Draw, items: readonly Item[], otherwise: Item): Item =>
  items[draw(items.length)] ?? otherwise;

/** Bytes that look like a message and are wrong somewhere: lengths above all. With a challenge, most are signed as the server wants them. */
export function malformed(draw: Draw, challenge: Challenge | null): Buffer {
  if (draw(12) === 0) return channelData(draw);
  const content = Array.from({ length: draw(6) }, (): Attribute => [pick(draw, read, 0), bytes(draw, lengthOf(draw))]);
  const wanted: readonly Attribute[] =
    draw(2) === 0 ? [] : [[attributes.requestedTransport, Buffer.from([17, 0, 0, 0])]];
  const whole = request(pick(draw, types, 1), [...wanted, ...content], draw(4) === 0 ? null : challenge);
  return breakLengths(draw, draw(3) === 0 ? withTail(draw, whole) : whole, challenge);
}

/** After the signature, where a server has no say about what follows. */
function withTail(draw: Draw, message: Buffer): Buffer {
  const tail = Buffer.concat(
    Array.from({ length: 1 + draw(3) }, () => attribute([pick(draw, read, 0), bytes(draw, lengthOf(draw))])),
  );
  const longer = Buffer.concat([message, tail]);
  longer.writeUInt16BE((longer.length - 20) & 0xffff, 2);
  return longer;
}

/** Sets the length of the message or of an attribute to what it is not, cuts the end off, or leaves it; often signed again, so that it is read. */
function breakLengths(draw: Draw, message: Buffer, challenge: Challenge | null): Buffer {
  const wrong = [0, 1, 3, 4, 5, 0x7f, message.length, message.length + 4, 0x7ffc, 0xfffc, 0xffff];
  const places = attributePlaces(message);
  switch (draw(6)) {
    case 0:
      message.writeUInt16BE(pick(draw, wrong, 0), 2);
      return message;
    case 1:
      return message.subarray(0, draw(message.length + 1));
    case 2:
    case 3: {
      const at = pick(draw, places, 0);
      if (at !== 0) message.writeUInt16BE(pick(draw, wrong, 0), at + 2);
      return challenge === null || draw(2) === 0 ? message : resign(message, challenge);
    }
    case 4:
      for (let flips = 1 + draw(4); flips > 0 && message.length > 0; flips--) message[draw(message.length)] = draw(256);
      return message;
    default:
      return message;
  }
}

function attributePlaces(message: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = 20; at + 4 <= message.length; at += 4 + Math.ceil(message.readUInt16BE(at + 2) / 4) * 4)
    places.push(at);
  return places;
}

/** RFC 8656, section 12.4. */
function channelData(draw: Draw): Buffer {
  const data = bytes(draw, draw(64));
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0x4000 + draw(0x4000), 0);
  head.writeUInt16BE(pick(draw, [0, 1, data.length, data.length + 1, 0x7fff, 0xffff], 0), 2);
  return Buffer.concat([head, data]);
}

function lengthOf(draw: Draw): number {
  return draw(20) === 0 ? draw(1_400) : pick(draw, [0, 1, 2, 3, 4, 5, 7, 8, 12, 16, 20, 32, 64, 128, 255, 513, 764], 0);
}

function bytes(draw: Draw, length: number): Buffer {
  const start = draw(256);
  return Buffer.from(Array.from({ length }, (_, index) => (start + index * 37) & 0xff));
}
