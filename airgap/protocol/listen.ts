import { createServer, type Socket } from "node:net";
import { isOwnPeer } from "./peers.ts";

/**
 * Listens on a free loopback port and gives its number. Every user of the machine reaches that port, and who may ask a language host to
 * run a program can do all that we can: so no byte is read from anyone but our own user.
 */
export function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const listener = createServer({ noDelay: true }, (socket) => {
    // Judged in the same turn: Node reads from a connection after it has told of it.
    if (isOwnPeer(socket)) onConnection(socket);
    else socket.destroy();
  });
  return new Promise((resolve, reject) => {
    listener.on("error", reject);
    listener.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = listener.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
}
