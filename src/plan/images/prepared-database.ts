import type { Settings } from "../../settings/settings.ts";
import type { Owner } from "../plan.ts";
import { referenceOf } from "./images.ts";
import { imageTable, postgresImages } from "./versions.ts";

/**
 * Postgres's image with a cluster in it that this very Synapse has migrated already: what a throwaway stack's database begins
 * with, so that it need not be made. It holds no account and no secret. A real stack never runs it.
 */
export interface PreparedDatabase {
  /** Its name on the engine. It says what it is made of: other versions, or another recipe, are another image. */
  readonly image: string;
  readonly postgres: string;
  readonly synapse: string;
  readonly owner: Owner;
}

/** Raise this when you change how a prepared cluster is made: templates/postgres/cluster.sh or src/io/images/prepared-database.ts. */
export const preparedRecipe = { revision: 5, digest: "71debf7ac0a7405d" } as const;

/** The prepared database that goes with these images. */
export function preparedDatabase({
  imageSource,
  postgresVersion,
}: Pick<Settings, "imageSource" | "postgresVersion">): PreparedDatabase {
  const { [postgresVersion]: image } = postgresImages;
  const [postgres, synapse] = [referenceOf(image, imageSource), referenceOf(imageTable.synapse, imageSource)];
  const { uid, gid } = image;
  const tag = `${tagOf(postgres)}_${tagOf(synapse)}_${preparedRecipe.revision}`;
  return { image: `chatkeep/prepared-postgres:${tag}`, postgres, synapse, owner: { uid, gid } };
}

function tagOf(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1);
}
