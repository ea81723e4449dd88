import { Transform } from "node:stream";

/** Passes a container's standard output; what it says on standard error goes to `onError`. */
export function standardOutput(onError: (chunk: Buffer) => void): Transform {
  return frames((stream, content) => {
    if (stream !== standardError) return content;
    onError(content);
    return null;
  });
}

/** Passes all that a container says, in the order in which it was said. */
export function bothOutputs(): Transform {
  return frames((_stream, content) => content);
}

const standardError = 2;
const headLength = 8;

/**
 * Takes apart what a container without a terminal says: each frame has a head of eight bytes, the stream's number first and
 * the length last (Engine API, "Attach to a container", stream format). docker-modem's `demuxStream` is not used: it calls itself
 * for each frame, so that a log of 20,000 lines in one piece overflows its stack, it holds nothing back, and it ends no output.
 */
function frames(select: (stream: number, content: Buffer) => Buffer | null): Transform {
  let rest: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let frame = nextFrame(rest); frame !== null; frame = nextFrame(rest)) {
        rest = rest.subarray(headLength + frame.content.length);
        const selected = select(frame.stream, frame.content);
        if (selected !== null) this.push(selected);
      }
      done();
    },
  });
}

function nextFrame(bytes: Buffer): { readonly stream: number; readonly content: Buffer } | null {
  if (bytes.length < headLength) return null;
  const end = headLength + bytes.readUInt32BE(4);
  return bytes.length < end ? null : { stream: bytes.readUInt8(0), content: bytes.subarray(headLength, end) };
}
