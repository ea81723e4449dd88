import { createServer } from "node:net";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { endWithParent } from "./parent.ts";
import { isOwnPeer } from "./peers.ts";

/**
 * Serves one gRPC service on a free loopback port and prints the port, which is how a Pulumi plugin announces itself
 * (pulumi/sdk/go/common/resource/plugin: the first line of standard output). Every user of the machine reaches that port, and
 * who may ask a language host to run a program can do all that we can: so no byte is read from anyone but our own user.
 */
export async function serve(definition: ServiceDefinition, service: UntypedServiceImplementation): Promise<void> {
  endWithParent();
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(definition, service);
  process.stdout.write(`${await listen(server)}\n`);
}

function listen(server: Server): Promise<number> {
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ noDelay: true }, (socket) => {
    // Judged in the same turn: Node reads from a connection after it has told of it.
    if (isOwnPeer(socket)) injector.injectConnection(socket);
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
