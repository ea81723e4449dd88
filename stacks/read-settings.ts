import * as pulumi from "@pulumi/pulumi";
import { SpecError } from "../src/errors.ts";
import { readTextIfThere, stackFilePath } from "../src/io/machine/program-files.ts";
import { parseSpec } from "../src/settings/parse.ts";
import { fromPulumiConfig } from "../src/settings/pulumi-settings.ts";
import type { Spec } from "../src/settings/settings.ts";

/** The settings as Pulumi hands them over; what is wrong with them is said in Pulumi's words for a user's mistake. */
export function readSpec(stack: string, settings: Readonly<Record<string, string>>): Spec {
  const path = stackFilePath(stack);
  try {
    return parseSpec(fromPulumiConfig(settings, readTextIfThere(path), path), new Date());
  } catch (error) {
    throw error instanceof SpecError ? new pulumi.RunError(error.message) : error;
  }
}
