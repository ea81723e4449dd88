import type Docker from "dockerode";
import { Refusal } from "../../errors.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import { imageTable } from "../../plan/images/versions.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";

/** Where images and plugins come from: chosen at the first `up`, written to the stack file, and never changed by itself. */
export type Sources = Pick<Settings, "imageSource" | "pluginSource">;

/** Looks at what can be had: each choice is one line for the person. */
export async function chooseSources(
  engine: Docker,
  { plugins }: Pick<Toolchain, "plugins">,
  note: (line: string) => void,
): Promise<Sources> {
  const { officialImagesReachable } = await import("../../io/images/reach.ts");
  const imageSource = (await officialImagesReachable(engine, imageTable.synapse)) ? "official" : "local";
  note(
    imageSource === "official"
      ? "images: the official ones, which the engine can get"
      : "images: built here, because the engine cannot get the official ones",
  );
  note(
    plugins === "official"
      ? "Pulumi's plugins: the official ones"
      : "Pulumi's plugins: our own, because the official ones are not available",
  );
  return { imageSource, pluginSource: plugins };
}

/** The sources that a stack file does not name yet, as settings to be added. */
export function missingSources({ values }: SettingsSource, chosen: Sources): Partial<Sources> {
  return {
    ...(values.imageSource === undefined ? { imageSource: chosen.imageSource } : {}),
    ...(values.pluginSource === undefined ? { pluginSource: chosen.pluginSource } : {}),
  };
}

/** Other plugins than the stack was made with are a decision, not something to slip into. */
export function refuseOtherPlugins(
  { pluginSource }: Settings,
  { plugins }: Pick<Toolchain, "plugins">,
  stackFile: string,
): void {
  if (pluginSource === plugins) return;
  const [has, wants] = [plugins, pluginSource].map((source) => (source === "own" ? "our own" : "the official"));
  throw new Refusal(`This stack was made with ${wants} Pulumi plugins, and this machine is set up with ${has} ones`, {
    next: `If that is meant, set chatkeep:pluginSource to \`${plugins}\` in ${stackFile}; \`npx chatkeep preview\` then shows what it would change.`,
  });
}
