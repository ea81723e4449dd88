import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { Agent, type buildConnector } from "undici";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { fetchOver, type TrustingFetch } from "../../../../src/io/matrix/trusting-fetch.ts";
import { type Place, startInside } from "./place.ts";

/** The way into a place's network for this process: names are looked up there, and TLS is spoken from end to end. */
export interface Tunnel extends AsyncDisposable {
  /** A `fetch` of that network that trusts these certificates and no others. */
  trusting(pem: string): TrustingFetch;
  /** A connection to a host's port. */
  connect(host: string, port: number): Socket;
  /** A TLS connection, whatever the certificate. */
  observe(name: string, host?: string, port?: number): Promise<TLSSocket>;
}

const inside = fileURLToPath(new URL("tunnel-inside.ts", import.meta.url));

/** Opens it. */
export async function openTunnel(place: Place): Promise<Tunnel> {
  const path = join(place.folder, "tunnel");
  const resident = startInside(place, [process.execPath, inside, path]);
  resident.process.stderr?.pipe(process.stderr);
  let said = "";
  resident.process.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await untilTrue("tunnel into the world", () => said !== "");
  const connect = (host: string, port: number) => {
    const socket = connectSocket({ path });
    socket.write(`${host} ${port}\n`);
    return socket;
  };
  return {
    connect,
    trusting: (pem) => fetchOver(new Agent({ connect: connector(connect, pem), headersTimeout: 0, bodyTimeout: 0 })),
    observe: async (name, host = name, port = 443) => {
      const socket = connectTls({ socket: connect(host, port), servername: name, rejectUnauthorized: false });
      await once(socket, "secureConnect");
      return socket;
    },
    [Symbol.asyncDispose]: resident.end,
  };
}

function connector(connect: Tunnel["connect"], ca: string): buildConnector.connector {
  return ({ hostname, port, protocol }, done) => {
    const plain = connect(hostname, Number(port || (protocol === "https:" ? 443 : 80)));
    if (protocol !== "https:") {
      plain.once("error", (error) => done(error, null)).once("connect", () => done(null, plain));
      return;
    }
    const secure = connectTls({ socket: plain, servername: hostname, ca, ALPNProtocols: ["http/1.1"] });
    secure.once("error", (error) => done(error, null)).once("secureConnect", () => done(null, secure));
  };
}
