import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { fromStruct, toStruct } from "../protocol/protobuf.ts";

// Pulumi puts the last two there itself.
const known = ["host", "version", "pluginDownloadURL"];

/** Checks the provider's own settings: the engine's address is all that ours takes. */
export function checkConfiguration(request: messages.CheckRequest): messages.CheckResponse {
  const written = fromStruct(request.getNews());
  const strange = Object.keys(written).filter((name) => !name.startsWith("__") && !known.includes(name));
  const failures = strange.map((name) =>
    new messages.CheckFailure().setReason(
      `docker:${name} is not known to chatkeep's own Docker provider. Known is: docker:host.`,
    ),
  );
  return new messages.CheckResponse().setInputs(toStruct(written)).setFailuresList(failures);
}

/** The engine's address in the provider's settings; null when they have none. */
export function readHost(request: messages.ConfigureRequest): string | null {
  const { host } = fromStruct(request.getArgs());
  return typeof host === "string" && host !== "" ? host : null;
}
