import { makeImages } from "../../../src/actions/up/make-images.ts";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { imageTable } from "../../../src/plan/images/versions.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { engineOf } from "./engine.ts";
import { planOf } from "./plan.ts";
import { readSetting, type TestSettings } from "./stack-file.ts";

/** What other stacks take from one that is up, so that they are made of the same. */
export interface Sources {
  /** Where images and plugins come from, as its stack file has it. */
  readonly settings: TestSettings;
  /** The images of its services. */
  readonly images: readonly string[];
  /** What servers in a small internet need besides: our own proxy and coturn, which cannot be made there. */
  readonly worldImages: readonly string[];
}

/** Reads them off a stack that is up on this machine's engine, and makes the other images too: lanes that need one may be first. */
export async function sourcesOf(home: { readonly name: string }): Promise<Sources> {
  const { name } = home;
  const imageSource = await readSetting(name, "imageSource");
  const pluginSource = await readSetting(name, "pluginSource");
  const images = new Set(Object.values(planOf(home).services).map(({ image }) => image));
  const worldImages = new Set([imageTable.caddy.local, imageTable.coturn.local]);
  const calls = { imageSource, calls: "on", addresses: { ipv4: "203.0.113.7" } };
  const { turn } = decidePlan(name, exampleSettings(calls)).services;
  const wanted = new Set([...worldImages, ...(turn === undefined ? [] : [turn.image])]);
  const { cache } = pathsOf(name, process.env);
  await makeImages(engineOf({ dockerHost: null }), [...wanted], { cacheFolder: cache, say: console.log });
  return { settings: { imageSource, pluginSource }, images: [...images], worldImages: [...worldImages] };
}
