import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { endWithParent } from "./parent.ts";

/** Serves one gRPC service on a free loopback port and prints the port, which is how a Pulumi plugin announces itself
 * (pulumi/sdk/go/common/resource/plugin: the first line of standard output). */
export async function serve(definition: ServiceDefinition, service: UntypedServiceImplementation): Promise<void> {
  endWithParent();
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(definition, service);
  process.stdout.write(`${await bind(server)}\n`);
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
