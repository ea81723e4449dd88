import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { fromStruct, toStruct } from "../protocol/protobuf.ts";
import { isRecord, type Plain, type Properties } from "../table/plain.ts";

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
  const knownKeys = settings.map((key) => `${name}:${key}`).join(", ");
  const failures = strange.map((key) =>
    new messages.CheckFailure().setReason(
      `${name}:${key} is not known to chatkeep's own ${title} provider. Known keys: ${knownKeys}.`,
    ),
  );
  return new messages.CheckResponse().setInputs(toStruct(written)).setFailuresList(failures);
}

/** Whether a provider's settings changed. What did, Pulumi gives to the running program only where this says so. */
export function compareConfiguration(request: messages.DiffRequest): messages.DiffResponse {
  const [old, now] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !name.startsWith("__"));
  const changed = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}

/** The provider's settings as they are written, secrets in the open. */
export function readConfiguration(request: messages.ConfigureRequest): Properties {
  const settings = Object.entries(fromStruct(request.getArgs()) as Properties);
  return Object.fromEntries(settings.map(([name, value]) => [name, revealed(value)]));
}

/** Pulumi always gives a provider its own secret settings in an object with this key (pulumi/sdk/go/common/resource, SigKey). */
const secretMark = "4dabf18193072939515e22adb298388d";

function revealed(value: Plain): Plain {
  return isRecord(value) && secretMark in value ? (value.value ?? null) : value;
}

/** One of them that is text; null when nothing is written there. */
export function textSetting(settings: Properties, name: string): string | null {
  const value = settings[name];
  return typeof value === "string" && value !== "" ? value : null;
}
