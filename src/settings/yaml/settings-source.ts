import type { Problem } from "../../errors.ts";

/** A place inside the settings: names and list positions, outermost first, without the namespace. */
export type SettingPath = readonly (string | number)[];

/** Settings as they were written, with the line of each. */
export interface SettingsSource {
  /** Null when the settings come from no file. */
  readonly file: string | null;
  /** By key without the namespace. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Problems that were found while reading; `parseSettings` reports them with all others. */
  readonly problems: readonly Problem[];
  /** The line (from 1) of a setting, or of the closest thing around it that is written; null when nothing is. */
  locate(path: SettingPath): number | null;
}

/** Settings made by a program: no file, no lines. */
export function plainSettings(values: Readonly<Record<string, unknown>>): SettingsSource {
  return { file: null, values, problems: [], locate: () => null };
}
