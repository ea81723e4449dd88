import * as pulumi from "@pulumi/pulumi";
import { SettingsError } from "../src/errors.ts";
import { readTextIfThere, stackFilePath } from "../src/io/machine/program-files.ts";
import { parseSettings } from "../src/settings/parse.ts";
import { fromPulumiConfig } from "../src/settings/pulumi-settings.ts";
import type { Settings } from "../src/settings/settings.ts";

/** The settings as Pulumi hands them over; what is wrong with them is said in Pulumi's words for a user's mistake. */
export function readSettings(stack: string, configured: Readonly<Record<string, string>>): Settings {
  const path = stackFilePath(stack);
  try {
    return parseSettings(fromPulumiConfig(configured, readTextIfThere(path), path), new Date());
  } catch (error) {
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}
