import { Duplex, type Readable } from "node:stream";
import type Docker from "dockerode";
import { attachTo } from "./container-exec.ts";
import { standardOutput } from "./stream-frames.ts";

/**
 * Joins its standard input and output to Synapse's port inside the container, where no port is published; one byte says that the
 * connection is there. It ends when either side does: with the engine's connection gone its input ends, so nothing is left behind.
 */
const bridge = `
import os, socket, threading
peer = socket.create_connection(("127.0.0.1", 8008))
os.write(1, b"+")
def send():
    while data := os.read(0, 65536):
        peer.sendall(data)
    peer.shutdown(socket.SHUT_WR)
threading.Thread(target=send, daemon=True).start()
while data := peer.recv(65536):
    while data:
        data = data[os.write(1, data):]
`;

/** A connection to Synapse through the engine: a stream that an HTTP agent takes for a socket. It fails where Synapse takes none. */
export async function connectThroughExec(engine: Docker, container: string): Promise<Duplex> {
  const { stream } = await attachTo(engine, container, ["python3", "-I", "-S", "-c", bridge]);
  let complaint = "";
  const readable = stream.pipe(
    standardOutput((chunk) => {
      complaint = (complaint + chunk.toString()).slice(-2_000);
    }),
  );
  for (const each of [stream, readable]) each.on("error", () => {}); // "close" follows
  const first = await firstByte(readable, stream);
  if (first === "+") return socketLike(readable, stream, () => lastLine(complaint));
  const instead = `${first}${readable.read() ?? ""}`; // what could not be started, the engine says there
  stream.destroy();
  throw new Error(lastLine(complaint) || lastLine(instead) || "the container has just stopped");
}

/** The first byte once it is there; nothing where the stream ends without one. */
async function firstByte(readable: Readable, raw: Duplex): Promise<string> {
  await new Promise<void>((resolve) => {
    readable.once("readable", resolve);
    raw.once("close", resolve);
  });
  return String(readable.read(1) ?? "");
}

function socketLike(readable: Readable, raw: Duplex, complaint: () => string): Duplex {
  const socket = Duplex.from({ readable, writable: raw });
  raw.once("close", () => void socket.destroy(complaint() === "" ? undefined : new Error(complaint())));
  socket.once("close", () => void raw.destroy());
  socket.on("error", () => {}); // the agent has a listener only while a request is on its way
  const same = () => socket;
  return Object.assign(socket, { setTimeout: same, setNoDelay: same, setKeepAlive: same, ref: same, unref: same });
}

/** The last line of a Python traceback is its message. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
