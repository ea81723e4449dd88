import { StackError } from "../../../errors.ts";
import type { Files } from "../../../io/machine/files.ts";
import type { StackPaths } from "../../../io/machine/paths.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import { pulumiPassphrase } from "../../../keys/secrets.ts";
import { saltIn } from "../../../render/stack-file/secrets.ts";
import type { StepTable } from "../../steps/table.ts";
import { keepBundleKey } from "./bundle-key.ts";
import { encryptStackFile, encryptState, intentIn } from "./encrypt-again.ts";
import type { NewMasterIntent } from "./intent.ts";
import { addRepositoryKey, retireRepositoryKey } from "./repository-key.ts";

/** A data volume of a running service, and where it is mounted. */
export interface MarkedVolume {
  readonly container: string;
  readonly folder: string;
}

/** What puts a new master key in place of another one. Each does nothing where it is done, so that all of them are repeated after a kill. */
export type NewMasterStep =
  | { readonly kind: "addRepositoryKey"; readonly keyId: string; readonly container: string }
  | { readonly kind: "markVolumes"; readonly keyId: string; readonly volumes: readonly MarkedVolume[] }
  | { readonly kind: "encryptState"; readonly keyId: string }
  | { readonly kind: "setStateAside"; readonly to: string }
  | { readonly kind: "keepBundleKey"; readonly keyId: string }
  | { readonly kind: "encryptStackFile"; readonly keyId: string; readonly retired: string; readonly expired: number }
  | { readonly kind: "replacePassphrase"; readonly keyId: string }
  | { readonly kind: "retireRepositoryKey"; readonly container: string }
  | { readonly kind: "removeEarlierCopies" }
  | { readonly kind: "dropNewMaster"; readonly keyId: string };

/** What these steps are performed on. The secrets come from the intent's file: no step holds one. */
export interface NewMasterWorld {
  readonly files: Pick<Files, "read" | "write" | "remove" | "move" | "has">;
  readonly paths: StackPaths;
  readonly engine: Pick<StackEngine, "execIn" | "feedIn">;
  /** templates/installer/key-ids.sh */
  readonly marking: string;
}

/** The steps that switch the files, in the order in which each leaves what the next needs. `backup` is the container that makes backups; null where there are none. */
export function switchSteps(
  { master, retire, from }: NewMasterIntent,
  volumes: readonly MarkedVolume[],
  paths: Pick<StackPaths, "stateFolder">,
  backup: string | null,
): readonly NewMasterStep[] {
  const keyId = master.id();
  return [
    ...(backup === null ? [] : [{ kind: "addRepositoryKey" as const, keyId, container: backup }]),
    { kind: "markVolumes", keyId, volumes },
    from === null
      ? { kind: "setStateAside", to: `${paths.stateFolder}/pulumi.before-${keyId}` }
      : { kind: "encryptState", keyId },
    ...(from === null ? [] : [{ kind: "keepBundleKey" as const, keyId }]),
    { kind: "encryptStackFile", keyId, retired: retire.keyId, expired: retire.expired },
    { kind: "replacePassphrase", keyId },
  ];
}

/** The steps that end it, once the server runs with the new key. */
export function endingSteps({ master }: NewMasterIntent, backup: string | null): readonly NewMasterStep[] {
  return [
    ...(backup === null ? [] : [{ kind: "retireRepositoryKey" as const, container: backup }]),
    { kind: "removeEarlierCopies" },
    { kind: "dropNewMaster", keyId: master.id() },
  ];
}

/** What each of them says and does. */
export const newMasterSteps: StepTable<NewMasterStep, NewMasterWorld> = {
  addRepositoryKey: {
    describe: ({ keyId }) => `have the key ${keyId} open the repository of backups too`,
    act: addKey,
  },
  retireRepositoryKey: {
    describe: () => "take the earlier key out of the repository of backups",
    act: ({ container }, { engine }) => retireRepositoryKey(engine, container),
  },
  markVolumes: { describe: ({ keyId }) => `write the key id ${keyId} into the data volumes`, act: markVolumes },
  encryptState: { describe: () => "encrypt Pulumi's state for the new key", act: (_, world) => encryptState(world) },
  setStateAside: {
    describe: ({ to }) => `move Pulumi's state, which no key opens, to ${to}`,
    act: setStateAside,
  },
  keepBundleKey: {
    describe: () => "keep what opens the settings in earlier backups, sealed for the new key",
    act: async (_, world) => keepBundleKey(world.files, world.paths, await intentIn(world)),
  },
  encryptStackFile: {
    describe: ({ retired }) => `put the new key into the stack file, and ${retired} among the retired signing keys`,
    act: (_, world) => encryptStackFile(world),
  },
  replacePassphrase: {
    describe: () => "write the new key's passphrase",
    act: async (_, world) => {
      const { master } = await intentIn(world);
      await world.files.write(world.paths.passphrase, pulumiPassphrase(master).reveal(), 0o600);
    },
  },
  removeEarlierCopies: {
    describe: () => "remove Pulumi's copies of earlier states, which the earlier key opens",
    act: async (_, { files, paths }) => {
      for (const path of [paths.backups, paths.history, `${paths.checkpoint}.bak`]) await files.remove(path);
    },
  },
  dropNewMaster: {
    describe: () => "remove the note of the new master key",
    act: (_, { files, paths }) => files.remove(paths.pendingNewMaster),
  },
};

/** Once the stack file holds the new key, this was done: a run that is finished may find the container away, or with the new key already. */
async function addKey({ container }: Extract<NewMasterStep, { kind: "addRepositoryKey" }>, world: NewMasterWorld) {
  const { salt, master } = await intentIn(world);
  if (saltIn((await world.files.read(world.paths.stackFile)) ?? "") === salt) return;
  await addRepositoryKey(world.engine, container, master);
}

/** Both keys prove the data then: a run that is killed here has lost nothing. */
async function markVolumes(
  { keyId, volumes }: Extract<NewMasterStep, { kind: "markVolumes" }>,
  { engine, marking }: NewMasterWorld,
) {
  for (const { container, folder } of volumes) {
    const { exitCode, stderr } = await engine.execIn(container, ["sh", "-c", marking, "sh", folder, keyId]);
    if (exitCode !== 0)
      throw new StackError(`The key's id could not be written in ${container}: ${stderr.trim()}`, {
        next: "See the server's state:  npx chatkeep status  Then run the same command again.",
      });
  }
}

/**
 * Stack file and passphrase are kept with it: should the passphrase be found one day, they open what is left out now. Once the stack
 * file holds the new key, the state is the new key's own.
 */
async function setStateAside(
  { to }: Extract<NewMasterStep, { kind: "setStateAside" }>,
  world: NewMasterWorld,
): Promise<void> {
  const { files, paths } = world;
  const [text, passphrase] = [(await files.read(paths.stackFile)) ?? "", await files.read(paths.passphrase)];
  if (saltIn(text) === (await intentIn(world)).salt) return;
  await files.write(`${to}.yaml`, text, 0o600);
  if (passphrase !== null) await files.write(`${to}.passphrase`, passphrase, 0o600);
  if (await files.has(paths.backend)) await files.move(paths.backend, to);
}
