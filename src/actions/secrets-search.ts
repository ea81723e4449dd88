import { tmpdir } from "node:os";
import { dirname } from "node:path";
import type Docker from "dockerode";
import { configurationFiles, type PlacedFile } from "../io/leaks/configuration.ts";
import { containerProcesses } from "../io/leaks/container-processes.ts";
import { containerLogs, descriptions, engineFolder, histories } from "../io/leaks/engine.ts";
import { coreDumps, filesBelow } from "../io/leaks/folders.ts";
import { hostProcesses, isPulumiProgramsSettings } from "../io/leaks/host-processes.ts";
import { containerLayers } from "../io/leaks/layers.ts";
import type { SearchedPlace } from "../io/leaks/place.ts";
import type { StackPaths } from "../io/machine/paths.ts";
import type { NamedSecret } from "../kinds/secret.ts";
import { findLeaksIn, type Leak } from "../operations/leaks/leaks.ts";
import { exposedFiles, openFiles } from "../operations/leaks/placed-files.ts";
import type { Plan } from "../plan/plan.ts";
import { type IssuedSecret, issuedSecrets } from "../settings/issued-secrets.ts";
import { pendingPath } from "./stack/written.ts";

/** One stack, where it is, and what belongs to it on this machine. */
export interface SearchedStack {
  readonly engine: Docker;
  readonly plan: Plan;
  readonly paths: StackPaths;
  /** When its master key was made: temporary and cached files that were not changed since cannot hold what follows from it. null reads them all. */
  readonly since: Date | null;
}

/** What a search came to. */
export interface SecretsFound {
  readonly leaks: readonly Leak[];
  /** Secret files that others than their service can read, each with who may. */
  readonly exposed: readonly string[];
  /** How many places were read. */
  readonly places: number;
}

/** Looks for the secrets of a running stack in everything of it that can be read without being let in. `further` are texts the caller has, such as what was printed. */
export async function searchForSecrets(
  stack: SearchedStack,
  secrets: readonly NamedSecret[],
  further: readonly SearchedPlace[] = [],
): Promise<SecretsFound> {
  const files = await configurationFiles(stack.engine, Object.values(stack.plan.services));
  let places = 0;
  async function* counted() {
    for await (const place of placesOf(stack, files, further)) {
      places++;
      yield place;
    }
  }
  const leaks = await findLeaksIn(secrets, counted());
  return { leaks, exposed: exposedFiles(files, stack.plan), places };
}

async function* placesOf(
  { engine, plan, paths, since }: SearchedStack,
  files: readonly PlacedFile[],
  further: readonly SearchedPlace[],
): AsyncGenerator<SearchedPlace> {
  yield* further;
  yield* openFiles(files);
  for (const read of [descriptions, histories, containerLogs, containerProcesses])
    yield* await read(engine, plan.stack);
  yield* containerLayers(engine, plan.stack);
  yield* (await hostProcesses()).filter((place) => !isPulumiProgramsSettings(place));
  // Who may read the engine's own folder has all volumes, wherever it lies.
  const except = [...documentedPlaces(paths), await engineFolder(engine)];
  for (const folder of [paths.stateFolder, paths.stackFile, dirname(paths.toolchain)])
    yield* filesBelow(folder, { except });
  for (const folder of [tmpdir(), paths.cache]) yield* filesBelow(folder, { except, since });
  yield* coreDumps([paths.checkout, paths.stackFolder, process.cwd()], { except, since });
}

/** Where secrets of a stack lie on this machine, readable by their owner alone: Pulumi's passphrase, and a new master key or issued secret until the stack file holds it. */
export function documentedPlaces(
  paths: StackPaths,
  issued: readonly IssuedSecret[] = issuedSecrets,
): readonly string[] {
  return [
    paths.passphrase,
    paths.pendingKey,
    paths.pendingNewMaster,
    ...issued.map((secret) => pendingPath(paths, secret)),
  ];
}
