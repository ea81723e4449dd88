import type Docker from "dockerode";
import { readTemplates } from "../../io/machine/program-files.ts";
import { postgresVersions } from "../../kinds/postgres-version.ts";
import { type PreparedDatabase, preparedDatabase } from "../../plan/images/prepared-database.ts";
import { buildableImages } from "../../plan/images/versions.ts";
import { templateAt } from "../../render/fill.ts";

/** Where finished images are kept, and who is told how it goes. */
export interface MakeOptions {
  readonly cacheFolder: string;
  readonly say: (text: string) => void;
}

/** Makes images present: builds or loads our own, gets others from their registries, and prepares databases last, since they are made from the others. */
export async function makeImages(client: Docker, images: readonly string[], options: MakeOptions): Promise<void> {
  const prepared = preparedDatabases.filter(({ image }) => images.includes(image));
  const bases = prepared.flatMap(({ postgres, synapse }) => [postgres, synapse]);
  const wanted = new Set([...images, ...bases].filter((image) => !prepared.some((each) => each.image === image)));
  await makeUsual(client, [...wanted], options);
  for (const each of prepared) await prepare(client, each, options);
}

const preparedDatabases: readonly PreparedDatabase[] = postgresVersions.flatMap((postgresVersion) => [
  preparedDatabase({ imageSource: "official", postgresVersion }),
  preparedDatabase({ imageSource: "local", postgresVersion }),
]);

async function makeUsual(client: Docker, images: readonly string[], { cacheFolder, say }: MakeOptions): Promise<void> {
  const own = buildableImages.filter(({ local }) => images.includes(local));
  if (own.length > 0) {
    const { ensureImages } = await import("../../io/images/ensure.ts");
    await ensureImages(client, own, { cacheFolder, onProgress: ({ image, text }) => say(`${image}: ${text}`) });
  }
  const { missingImages } = await import("../../io/docker/engine-facts.ts");
  const others = images.filter((image) => !own.some(({ local }) => local === image));
  const missing = await missingImages(client, others);
  if (missing.length > 0) {
    const { pullImages } = await import("../../io/images/pull-images.ts");
    await pullImages(client, missing, say);
  }
}

async function prepare(client: Docker, database: PreparedDatabase, { say }: MakeOptions): Promise<void> {
  say(`${database.image}: migrating an empty database, once for this version of Synapse`);
  const { makePreparedImage } = await import("../../io/images/prepared-database.ts");
  await makePreparedImage(client, database, templateAt(readTemplates(), "postgres/cluster.sh"));
}
