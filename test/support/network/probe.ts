import { text } from "node:stream/consumers";
import { standardOutput } from "../../../src/io/docker/stream-frames.ts";
import { engineOf, type Place } from "../stack/engine.ts";

/** Where a probe stands, and what it is made of: an image of the stack itself, so that nothing is fetched. */
export interface Probe extends Place {
  readonly network: string;
  readonly image: string;
}

/** How each attempt to reach a `HOST:PORT` ended: `connected`, `Postgres` where a Postgres answered, or the error's name. */
export type Attempts = Readonly<Record<string, string>>;

/**
 * A connection alone proves little: some networks have a gateway that takes any. So Postgres is asked whether it is one, by
 * the request for encryption, which it answers with one letter (PostgreSQL manual, 53.7, SSLRequest).
 */
const tryAll = `
import concurrent.futures, json, socket, sys
def attempt(target):
    host, port = target.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), 3) as peer:
            if port != "5432":
                return "connected"
            peer.sendall((8).to_bytes(4, "big") + (80877103).to_bytes(4, "big"))
            return "Postgres" if peer.recv(1) in (b"S", b"N") else "connected"
    except OSError as error:
        return type(error).__name__
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    print(json.dumps(dict(zip(sys.argv[1:], pool.map(attempt, sys.argv[1:])))))
`;

/** Tries to connect from a throwaway container on a network of the stack to each `HOST:PORT`. */
export async function attemptFrom(probe: Probe, targets: readonly string[]): Promise<Attempts> {
  const container = await engineOf(probe).createContainer({
    Image: probe.image,
    Entrypoint: ["python3", "-c", tryAll, ...targets],
    Labels: { "chatkeep.stack": probe.name, "chatkeep.role": "probe" },
    // A name that cannot be found is to be given up on soon (resolv.conf(5)).
    HostConfig: { NetworkMode: probe.network, DnsOptions: ["timeout:1", "attempts:1"] },
  });
  try {
    await container.start();
    await container.wait();
    const log = await container.logs({ stdout: true, stderr: true });
    return JSON.parse(await text(asStream(log)));
  } finally {
    await container.remove({ force: true });
  }
}

function asStream(log: Buffer) {
  const frames = standardOutput((chunk) => {
    throw new Error(`The probe failed: ${chunk}`);
  });
  frames.end(log);
  return frames;
}
