import { SettingsError } from "../../errors.ts";
import { readPicturePath } from "./fields/pictures.ts";
import { readRosterFile } from "./file/roster-file.ts";

/** The paths of the pictures that a roster names, each once; none where its text cannot be read at all. */
export function picturesIn(text: string, file: string): readonly string[] {
  if (!text.includes("avatar")) return [];
  const values = valuesIn(text, file);
  const places = ["spaces", "rooms"].flatMap((key) => listAt(values, key));
  const written = places.map((place) => fieldAt(place, "avatar")).filter((each) => each !== null);
  const read = written.map(readPicturePath).flatMap((each) => ("value" in each ? [each.value] : []));
  return [...new Set(read)];
}

function valuesIn(text: string, file: string): unknown {
  try {
    return readRosterFile(text, file).values;
  } catch (error) {
    if (error instanceof SettingsError) return null; // it is reported where the roster is read
    throw error;
  }
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = fieldAt(value, key);
  return Array.isArray(list) ? list : [];
}

function fieldAt(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return Reflect.get(value, key) ?? null;
}
