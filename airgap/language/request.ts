import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";
import { fromStruct } from "../protocol/protobuf.ts";
import type { Program } from "./program.ts";

/** Reads the engine's request to run a program; the options are those under `runtime:` in Pulumi.yaml. */
export function readProgram(request: RunRequest, engine: string): Program {
  const info = request.getInfo();
  const options = fromStruct(info?.getOptions());
  return {
    engine,
    monitor: request.getMonitorAddress(),
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    rootDirectory: info?.getRootDirectory() ?? "",
    programDirectory: info?.getProgramDirectory() ?? request.getPwd(),
    entryPoint: info?.getEntryPoint() ?? ".",
    parallel: request.getParallel(),
    dryRun: request.getDryrun(),
    nodeArguments: readNodeArguments(options.nodeargs),
    programArguments: request.getArgsList(),
    typescript: options.typescript !== false,
    config: request.getConfigMap().toArray(),
    secretKeys: request.getConfigsecretkeysList(),
  };
}

function readNodeArguments(option: unknown): readonly string[] {
  return typeof option === "string" ? option.split(/\s+/).filter((word) => word !== "") : [];
}
