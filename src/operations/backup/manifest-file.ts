import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { Manifest } from "./manifest.ts";

/** Reads a manifest; null where this version does not understand it. */
export function parseManifest(text: string): Manifest | null {
  const read = parseJson(text);
  return isManifest(read) ? read : null;
}

/** Every part that a restore goes by. What a later version adds is left alone. */
function isManifest(value: unknown): value is Manifest {
  const { format, database, media, snapshots, bundle, ...rest } = fieldsOf(value);
  const texts = [rest.archive, rest.stack, rest.serverName, rest.at, rest.finishedAt, rest.masterKey, rest.signingKey];
  const { tables, sequences, digestKey, dumpBytes } = fieldsOf(database);
  const { missing, samples, files } = fieldsOf(media);
  const parts = fieldsOf(snapshots);
  return (
    format === 1 &&
    [...texts, digestKey, parts.database, parts.files].every((text) => typeof text === "string") &&
    [dumpBytes, files, rest.certificates].every((count) => typeof count === "number") &&
    [tables, sequences, samples].every((each) => typeof each === "object" && each !== null) &&
    Array.isArray(missing) &&
    (bundle === null || typeof fieldsOf(bundle).sha256 === "string")
  );
}
