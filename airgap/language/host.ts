import { once } from "node:events";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import { empty } from "../protocol/protobuf.ts";
import { unary } from "../protocol/unary.ts";
import { installDependencies } from "./install.ts";
import { findRequiredPackages, readDependencies } from "./packages.ts";
import { type Program, startProgram } from "./program.ts";
import { readProgram } from "./request.ts";

/** What Pulumi asks of a language host (pulumi/proto/language.proto). */
export const languageRuntime = services.LanguageRuntimeService;

// pulumi/sdk/nodejs/cmd/run: the program has already told the person what is wrong.
const alreadyReported = 32;

/** Our Node language host; calls that this program never makes are left unimplemented. `start` starts a program. */
export function languageHost(
  engineAddress: string | undefined,
  start: typeof startProgram = startProgram,
): UntypedServiceImplementation {
  let engine = engineAddress ?? "";
  const cancelled = new AbortController();
  return {
    handshake: unary((request: messages.LanguageHandshakeRequest) => {
      engine = request.getEngineAddress();
      return new messages.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new plugins.PluginInfo().setVersion("v3.259.0")),
    getRequiredPackages: unary(answerRequiredPackages),
    getProgramDependencies: unary(answerProgramDependencies),
    about: unary(() => new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    installDependencies,
    run: unary((request: messages.RunRequest) => runProgram(readProgram(request, engine), start, cancelled.signal)),
    cancel: unary(() => {
      cancelled.abort();
      return empty();
    }),
  };
}

async function runProgram(
  program: Program,
  start: typeof startProgram,
  cancelled: AbortSignal,
): Promise<messages.RunResponse> {
  const child = start(program);
  const kill = () => child.kill("SIGKILL");
  cancelled.addEventListener("abort", () => child.kill("SIGINT"));
  process.on("exit", kill);
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  process.off("exit", kill);
  return toRunResponse(code, signal);
}

function toRunResponse(code: number | null, signal: string | null): messages.RunResponse {
  const response = new messages.RunResponse();
  if (code === 0) return response;
  if (code === alreadyReported) return response.setBail(true);
  if (code === null) return response.setError(`The program was killed by ${signal}.`);
  return response.setError(`The program exited with code ${code}. The reason is in the lines above.`);
}

async function answerRequiredPackages(request: messages.GetRequiredPackagesRequest) {
  const required = await findRequiredPackages(request.getInfo()?.getProgramDirectory() ?? process.cwd());
  const packages = required.map(({ name, version }) =>
    new plugins.PackageDependency().setKind("resource").setName(name).setVersion(version),
  );
  return new messages.GetRequiredPackagesResponse().setPackagesList(packages);
}

async function answerProgramDependencies(request: messages.GetProgramDependenciesRequest) {
  const manifests = await readDependencies(request.getInfo()?.getProgramDirectory() ?? process.cwd());
  const dependencies = manifests.map(({ name = "", version = "" }) =>
    new messages.DependencyInfo().setName(name).setVersion(version),
  );
  return new messages.GetProgramDependenciesResponse().setDependenciesList(dependencies);
}
