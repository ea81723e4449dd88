import { resolve } from "node:path";
import { packageFolder } from "../../src/io/machine/program-files.ts";
import type { ContestantName } from "./contestant.ts";

/** A chatkeep that is measured: which checkout of it, and the variables its bootstrap reads plugins from. */
export interface Version {
  readonly name: Exclude<ContestantName, "bare">;
  readonly checkout: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * This checkout with its own plugins, with the official ones where the variables that the bootstrap knows name them, and the checkout
 * of another version. Those variables are taken out of this process's environment.
 */
export function versionsHere(before: string | undefined): readonly Version[] {
  const { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host } = process.env;
  delete process.env.CHATKEEP_OFFICIAL_PROVIDER;
  delete process.env.CHATKEEP_OFFICIAL_LANGUAGE_HOST;
  const other: readonly Version[] =
    before === undefined ? [] : [{ name: "before", checkout: resolve(before), environment: {} }];
  const own: Version = { name: "own", checkout: packageFolder, environment: {} };
  if (!provider || !host) return [...other, own];
  const environment = { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host };
  return [...other, own, { name: "official", checkout: packageFolder, environment }];
}
