import { Duplex } from "node:stream";
import type Docker from "dockerode";
import { standardOutput } from "./stream-frames.ts";

/**
 * Joins its standard input and output to Synapse's port inside the container, where no port is published. It ends when either
 * side does: with the engine's connection gone its input ends, so nothing is left behind.
 */
const bridge = `
import os, socket, threading
peer = socket.create_connection(("127.0.0.1", 8008))
def send():
    while data := os.read(0, 65536):
        peer.sendall(data)
    peer.shutdown(socket.SHUT_WR)
threading.Thread(target=send, daemon=True).start()
while data := peer.recv(65536):
    while data:
        data = data[os.write(1, data):]
`;

/** A connection to Synapse through the engine: a stream that an HTTP agent takes for a socket. */
export async function connectThroughExec(engine: Docker, container: string): Promise<Duplex> {
  const exec = await engine.getContainer(container).exec({
    Cmd: ["python3", "-I", "-S", "-c", bridge],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const raw = await exec.start({ hijack: true, stdin: true });
  return socketLike(raw);
}

function socketLike(raw: Duplex): Duplex {
  let complaint = "";
  const readable = raw.pipe(
    standardOutput((chunk) => {
      complaint = (complaint + chunk.toString()).slice(-2_000);
    }),
  );
  const socket = Duplex.from({ readable, writable: raw });
  raw.once("close", () => void socket.destroy(complaint === "" ? undefined : new Error(lastLine(complaint))));
  socket.once("close", () => void raw.destroy());
  const same = () => socket;
  return Object.assign(socket, { setTimeout: same, setNoDelay: same, setKeepAlive: same, ref: same, unref: same });
}

/** The last line of a Python traceback is its message. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
