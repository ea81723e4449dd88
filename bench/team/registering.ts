import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { attachTo } from "../../src/io/docker/container-exec.ts";
import { standardOutput } from "../../src/io/docker/stream-frames.ts";

/**
 * Makes one account as Synapse's own tool does, once for each member, as a script of some lines would: it asks a running server, whose
 * shared secret it reads in homeserver.yaml. The password comes by standard input.
 */
export async function registerOnce(engine: Docker, container: string, name: string): Promise<void> {
  const words = ["-c", "/data/homeserver.yaml", "-u", name, "--no-admin", "--password-file", "/dev/stdin"];
  const { exec, stream } = await attachTo(engine, container, [
    "register_new_matrix_user",
    ...words,
    "http://127.0.0.1:8008",
  ]);
  stream.end(randomBytes(12).toString("base64url"));
  const complaints: Buffer[] = [];
  const printed = await text(stream.pipe(standardOutput((chunk) => void complaints.push(chunk))));
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0)
    throw new Error(`register_new_matrix_user ended with ${ExitCode}: ${printed}${Buffer.concat(complaints)}`);
}
