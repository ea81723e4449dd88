import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import { empty, fromStruct } from "../../../airgap/protocol/protobuf.ts";
import { unary } from "../../../airgap/protocol/unary.ts";

/** As much of Pulumi's engine as a program without resources of its own needs. */
export type FakeEngine = {
  readonly address: string;
  /** The stack's outputs, once the program has ended well. */
  readonly outputs: () => Readonly<Record<string, unknown>>;
  /** What the program logged. */
  readonly logged: () => readonly string[];
  readonly stop: () => void;
};

/** Starts such an engine. */
export async function startFakeEngine(): Promise<FakeEngine> {
  let outputs: Readonly<Record<string, unknown>> = {};
  const logged: string[] = [];
  const server = new Server();
  server.addService(resourceServices.ResourceMonitorService, {
    supportsFeature: unary(() => new resourceMessages.SupportsFeatureResponse()),
    registerResource: unary((request: resourceMessages.RegisterResourceRequest) =>
      new resourceMessages.RegisterResourceResponse().setUrn(
        `urn:pulumi:s::p::${request.getType()}::${request.getName()}`,
      ),
    ),
    registerResourceOutputs: unary((request: resourceMessages.RegisterResourceOutputsRequest) => {
      outputs = fromStruct(request.getOutputs());
      return empty();
    }),
    signalAndWaitForShutdown: unary(() => empty()),
  });
  server.addService(engineServices.EngineService, {
    getRootResource: unary(() => new engineMessages.GetRootResourceResponse()),
    setRootResource: unary(() => new engineMessages.SetRootResourceResponse()),
    log: unary((request: engineMessages.LogRequest) => {
      logged.push(request.getMessage());
      return empty();
    }),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    outputs: () => outputs,
    logged: () => logged,
    stop: () => server.forceShutdown(),
  };
}
