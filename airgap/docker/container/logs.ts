import type { Container } from "dockerode";

const header = 8; // bytes: stream number, three zeros, length (Docker Engine API, ContainerAttach, "Stream format")

/** All that a container has said on both its outputs, in order. */
export async function readLogs(container: Container, tty: boolean): Promise<string> {
  const said = await container.logs({ stdout: true, stderr: true });
  return tty ? said.toString() : Buffer.concat(splitFrames(said)).toString();
}

/** The contents of the frames in which the engine sends both outputs over one connection. */
export function splitFrames(stream: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + header <= stream.length; ) {
    const length = stream.readUInt32BE(at + 4);
    frames.push(stream.subarray(at + header, at + header + length));
    at += header + length;
  }
  return frames;
}
