import { planOf } from "./plan.ts";
import type { TestSettings } from "./stack-file.ts";
import { readSetting } from "./stack-file.ts";

/** What other stacks take from one that is up, so that they are made of the same. */
export interface Sources {
  /** Where images and plugins come from, as its stack file has it. */
  readonly settings: TestSettings;
  /** The images of its services. */
  readonly images: readonly string[];
}

/** Reads them off a stack that is up. */
export async function sourcesOf(home: { readonly name: string }): Promise<Sources> {
  const { name } = home;
  const imageSource = await readSetting(name, "imageSource");
  const pluginSource = await readSetting(name, "pluginSource");
  const images = new Set(Object.values(planOf(home).services).map(({ image }) => image));
  return { settings: { imageSource, pluginSource }, images: [...images] };
}
