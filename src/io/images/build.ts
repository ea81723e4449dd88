import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { findBaseSource, pullBase, writeRootFileSystem } from "./base.ts";
import { buildArgumentsOf } from "./build-arguments.ts";
import { buildNetwork } from "./build-network.ts";
import { fillContext, operatorBundle } from "./context.ts";
import { readEngineEvents } from "./engine-events.ts";
import type { ImageOptions, LocalImage } from "./local-image.ts";
import { recipeDigest, recipeFolder } from "./recipe.ts";
import { withScratch } from "./scratch.ts";

/** Builds one image by the engine's own builder, which every engine has; its base must be there already. */
export async function buildImage(engine: Docker, image: LocalImage, options: ImageOptions): Promise<void> {
  if (image.base !== null) return buildRecipe(engine, image, options, async () => undefined);
  const source = await findBaseSource(engine, image);
  if (source === "pull") return pullBase(engine, image, options);
  return buildRecipe(engine, image, options, (context) => writeRootFileSystem(image, context, options));
}

async function buildRecipe(
  engine: Docker,
  image: LocalImage,
  options: ImageOptions,
  addTo: (context: string) => Promise<void>,
): Promise<void> {
  const recipe = recipeFolder(image.name);
  const layers = new Set<string>();
  await withScratch(join(options.cacheFolder, "images"), "build", async (context) => {
    await fillContext(context, recipe, operatorBundle(process.env));
    await addTo(context);
    const onProgress: ImageOptions["onProgress"] = (progress) => {
      for (const id of layersIn(progress.text)) layers.add(id);
      options.onProgress(progress);
    };
    await runBuild(engine, image, context, await recipeDigest(recipe), { ...options, onProgress });
  });
  await removeBuildStages(engine, image, layers);
}

/** The images that a line of the engine's builder names, in its short form. */
export function layersIn(text: string): readonly string[] {
  return [...text.matchAll(/^ ---> ([0-9a-f]{12})$/gm)].map(([, id]) => id ?? "");
}

async function runBuild(engine: Docker, image: LocalImage, context: string, digest: string, options: ImageOptions) {
  const networkmode = await buildNetwork(engine, image, context, options);
  const stream = await engine.buildImage(
    { context, src: await readdir(context) },
    {
      t: image.local,
      networkmode,
      nocache: true, // an old layer may hold packages that have had security updates since
      rm: true,
      forcerm: true,
      buildargs: { ...buildArgumentsOf(image, process.env) },
      labels: { "chatkeep.recipe": digest, "chatkeep.image": image.name },
    },
  );
  try {
    await readEngineEvents(stream, (text) => options.onProgress({ image: image.local, action: "build", text }));
  } catch (cause) {
    throw buildFailed(image, cause);
  }
}

/**
 * Build stages hold compilers and the operator's certificates; the finished image needs neither. Only this build's own go: another
 * one of the same image, from another checkout, may stand before the step that needs its stage. What killed builds left goes after a day.
 */
async function removeBuildStages(engine: Docker, image: LocalImage, layers: ReadonlySet<string>): Promise<void> {
  const label = [`chatkeep.build-stage=${image.name}`];
  const stages = await engine.listImages({ filters: { dangling: ["true"], label } });
  const own = stages.filter(({ Id }) => layers.has(Id.replace("sha256:", "").slice(0, 12)));
  for (const { Id } of own) await engine.getImage(Id).remove();
  await engine.pruneImages({ filters: JSON.stringify({ dangling: ["true"], until: ["24h"], label }) });
}

function buildFailed(image: LocalImage, cause: unknown): StackError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StackError(`the image ${image.local} could not be built: ${why}`, {
    cause,
    next: `Read the last lines above. The recipe is images/${image.name}/Dockerfile; packages come from Debian, PyPI and Go's module proxy, so this machine must reach all three.`,
  });
}
