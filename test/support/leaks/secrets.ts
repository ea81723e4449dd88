import { stat } from "node:fs/promises";
import { type SearchedStack, type SecretsFound, searchForSecrets } from "../../../src/actions/secrets-search.ts";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";
import { pathsOf, type StackPaths } from "../../../src/io/machine/paths.ts";
import { allSecrets } from "../../../src/keys/secrets.ts";
import type { NamedSecret } from "../../../src/kinds/secret.ts";
import { environmentOf, type Home } from "../stack/command-line.ts";
import { engineOf } from "../stack/engine.ts";
import { planOf } from "../stack/plan.ts";
import { masterKeyOf } from "../stack/pulumi.ts";

/** The master key of a test's stack and everything derived from it, in the generations that the stack file names. */
export async function secretsOf(home: Home): Promise<readonly NamedSecret[]> {
  return allSecrets(await masterKeyOf(home), planOf(home).epochs);
}

/** Where everything of a test's stack lies on this machine. */
export function pathsFor(home: Home): StackPaths {
  return pathsOf(home.name, { ...process.env, ...environmentOf(home) });
}

/** Looks for secrets in all of a test's stack, as `chatkeep try` does. */
export async function searchStack(
  home: Home,
  secrets: readonly NamedSecret[],
  further: readonly SearchedPlace[] = [],
): Promise<SecretsFound> {
  const { birthtime: since } = await stat(home.stateHome); // made before its key
  const stack: SearchedStack = { engine: engineOf(home), plan: planOf(home), paths: pathsFor(home), since };
  return searchForSecrets(stack, secrets, further);
}
