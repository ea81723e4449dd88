import type { Socket } from "node:net";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { listen } from "./listen.ts";
import { endWithParent } from "./parent.ts";

/**
 * Serves one gRPC service on a free loopback port and prints the port, which is how a Pulumi plugin announces itself
 * (pulumi/sdk/go/common/resource/plugin: the first line of standard output).
 */
export async function serve(definition: ServiceDefinition, service: UntypedServiceImplementation): Promise<void> {
  endWithParent();
  process.stdout.write(`${await listen(answering(definition, service))}\n`);
}

/** Answers calls of one gRPC service on connections that are handed in. */
export function answering(
  definition: ServiceDefinition,
  service: UntypedServiceImplementation,
): (socket: Socket) => void {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(definition, service);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return (socket) => injector.injectConnection(socket);
}
