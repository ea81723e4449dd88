import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { fromStruct, toStruct } from "../protocol/protobuf.ts";
import type { Properties } from "../table/plain.ts";

// Pulumi puts these there itself.
const everywhere = ["version", "pluginDownloadURL"];

/** Checks a provider's own settings against the few that ours takes. */
export function checkConfiguration(
  request: messages.CheckRequest,
  { name, title, settings }: { readonly name: string; readonly title: string; readonly settings: readonly string[] },
): messages.CheckResponse {
  const written = fromStruct(request.getNews());
  const known = [...settings, ...everywhere];
  const strange = Object.keys(written).filter((key) => !key.startsWith("__") && !known.includes(key));
  const knownWords = settings.map((key) => `${name}:${key}`).join(", ");
  const failures = strange.map((key) =>
    new messages.CheckFailure().setReason(
      `${name}:${key} is not known to chatkeep's own ${title} provider. Known is: ${knownWords}.`,
    ),
  );
  return new messages.CheckResponse().setInputs(toStruct(written)).setFailuresList(failures);
}

/** The provider's settings as they are written. */
export function readConfiguration(request: messages.ConfigureRequest): Properties {
  return fromStruct(request.getArgs()) as Properties;
}

/** One of them that is text; null when nothing is written there. */
export function textSetting(settings: Properties, name: string): string | null {
  const value = settings[name];
  return typeof value === "string" && value !== "" ? value : null;
}
