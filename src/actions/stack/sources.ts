import type Docker from "dockerode";
import { Refusal } from "../../errors.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import { newestPostgres, postgresVersions } from "../../kinds/postgres-version.ts";
import { imageTable } from "../../plan/images/versions.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { holdsKey } from "./settings.ts";

/** Where images and plugins come from: chosen at the first `up`, written to the stack file, and never changed by itself. */
export type Sources = Pick<Settings, "imageSource" | "pluginSource">;

/** Whether the settings do not say where images and plugins come from, so that it must be observed what is available. */
export function isSourceOpen(source: SettingsSource): boolean {
  const { imageSource, pluginSource } = source.values;
  return !holdsKey(source) && (imageSource === undefined || pluginSource === undefined);
}

/**
 * The Postgres that a stack file does not name yet, as a setting to be added at the first `up`: of the data that is there already, where
 * there is any, and else the newest.
 */
export function missingPostgres(
  source: SettingsSource,
  clusterVersion: number | null,
): Partial<Pick<Settings, "postgresVersion">> {
  if (holdsKey(source) || source.values.postgresVersion !== undefined) return {};
  return { postgresVersion: postgresVersions.find((each) => each === clusterVersion) ?? newestPostgres };
}

/** Whether the engine can get the official images: one of them stands for all. */
export async function hasOfficialImages(engine: Docker): Promise<boolean> {
  const { officialImagesReachable } = await import("../../io/images/reach.ts");
  return officialImagesReachable(engine, imageTable.synapse);
}

/** Chooses images by whether the engine can get the official ones. */
export function imageSourceFor(hasOfficial: boolean): Sources["imageSource"] {
  return hasOfficial ? "official" : "local";
}

/** Each choice, as a line for the person. */
export function sourceLines({ imageSource, pluginSource }: Sources): readonly string[] {
  return [
    imageSource === "official"
      ? "images: official"
      : "images: built on this machine, because the engine cannot pull the official ones",
    pluginSource === "official"
      ? "Pulumi's plugins: official"
      : "Pulumi's plugins: chatkeep's own, because the official ones are not available",
  ];
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
  const [has, wants] = [plugins, pluginSource].map((source) => (source === "own" ? "chatkeep's own" : "the official"));
  throw new Refusal(`This stack was created with ${wants} Pulumi plugins, but this machine has ${has} plugins`, {
    next: `If you want to change them, set chatkeep:pluginSource to \`${plugins}\` in ${stackFile}; \`npx chatkeep preview\` then shows what it would change.`,
  });
}
