import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { throwawayKind } from "./throwaway-names.ts";

/** Where everything of one stack lies on this machine. */
export interface StackPaths {
  readonly checkout: string;
  readonly toolchain: string;
  readonly stackFolder: string;
  readonly stackFile: string;
  /** Everything of this machine and stack that is not in the checkout; 0700. */
  readonly stateFolder: string;
  readonly stackFileCopy: string;
  /** The stack file as it was before Pulumi first wrote to it. */
  readonly stackFileBefore: string;
  readonly passphrase: string;
  /** A new master key until the stack file holds it. */
  readonly pendingKey: string;
  /** A master key that takes another one's place, with what that needs, until it has. */
  readonly pendingNewMaster: string;
  /** Records at Cloudflare that the program takes over, while it does. */
  readonly adoptedRecords: string;
  /** Volumes on the engine that the program takes over, while it does. */
  readonly adoptedVolumes: string;
  /** That a restore was begun, until it has come to its end. */
  readonly restoring: string;
  readonly authority: string;
  readonly journal: string;
  /** Who belongs: the file that people write, beside the stack file. */
  readonly roster: string;
  /** What is remembered of members because the server cannot tell it. */
  readonly teamRecord: string;
  /** When members were first seen ready. */
  readonly teamReady: string;
  /** What offboarding took from members, for restores from archives that still have it. */
  readonly erasures: string;
  /** Members that a restore brought back and the next `up` offboards again. */
  readonly erasuresToRepeat: string;
  /** What opens the bundles from before the master key was replaced; sealed. */
  readonly earlierBundleKeys: string;
  /** The journals of servers whose data was deleted. */
  readonly keptJournals: string;
  readonly running: string;
  /** What the last `check --changes` found. */
  readonly lastCheck: string;
  /** Pulumi's events while it runs. */
  readonly events: string;
  /** Pulumi's file backend: each stack has its own, in its state folder. */
  readonly backend: string;
  readonly checkpoint: string;
  /** What Pulumi copied of the checkpoint before it changed something. */
  readonly backups: string;
  readonly history: string;
  readonly locks: string;
  readonly cache: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The paths of a stack. State and cache folders are those of the XDG base directory specification; Pulumi's names are those of its file
 * backend (pkg/backend/diy). No stack can have the name of a folder that holds stacks: it has a dot.
 */
export function pathsOf(stack: string, environment: Environment): StackPaths {
  const stateFolder = join(stateRoot(environment), "stacks.d", stack);
  return pathsIn(stateFolder, join(stateFolder, "pulumi"), stack, environment);
}

/** The paths of a stack as they were at first: its folder lay beside the one with the state of every stack that was not a throwaway one. */
export function earlierPathsOf(stack: string, environment: Environment): StackPaths {
  const root = stateRoot(environment);
  const stateFolder = join(root, stack);
  return pathsIn(stateFolder, join(throwawayKind(stack) === null ? root : stateFolder, "pulumi"), stack, environment);
}

function pathsIn(stateFolder: string, backend: string, stack: string, environment: Environment): StackPaths {
  const checkout = fileURLToPath(new URL("../../../", import.meta.url));
  const stackFile = `Pulumi.${stack}.yaml`;
  return {
    checkout,
    toolchain: join(checkout, ".chatkeep", "toolchain.json"),
    stackFolder: join(checkout, "stacks"),
    stackFile: join(checkout, "stacks", stackFile),
    stateFolder,
    stackFileCopy: join(stateFolder, stackFile),
    stackFileBefore: join(stateFolder, `${stackFile}.before`),
    passphrase: join(stateFolder, "passphrase"),
    pendingKey: join(stateFolder, "master-key.pending"),
    pendingNewMaster: join(stateFolder, "new-master-key.pending"),
    adoptedRecords: join(stateFolder, "adopted-records.json"),
    adoptedVolumes: join(stateFolder, "adopted-volumes.json"),
    restoring: join(stateFolder, "restoring.json"),
    authority: join(stateFolder, "authority.pem"),
    journal: join(stateFolder, "journal.jsonl"),
    roster: join(checkout, "stacks", `team.${stack}.yaml`),
    teamRecord: join(stateFolder, "team.json"),
    teamReady: join(stateFolder, "team-ready.json"),
    erasures: join(stateFolder, "erasures.json"),
    erasuresToRepeat: join(stateFolder, "erasures-to-repeat.json"),
    earlierBundleKeys: join(stateFolder, "earlier-bundle-keys.sealed"),
    keptJournals: join(stateRoot(environment), "journals.d"),
    running: join(stateFolder, "running.json"),
    lastCheck: join(stateFolder, "last-check.json"),
    events: join(stateFolder, "events.jsonl"),
    backend,
    checkpoint: join(backend, ".pulumi", "stacks", "chatkeep", `${stack}.json`),
    backups: join(backend, ".pulumi", "backups", "chatkeep", stack),
    history: join(backend, ".pulumi", "history", "chatkeep", stack),
    locks: join(backend, ".pulumi", "locks", "organization", "chatkeep", stack),
    cache: join(baseFolder(environment, "XDG_CACHE_HOME", ".cache"), "chatkeep"),
  };
}

function stateRoot(environment: Environment): string {
  return join(baseFolder(environment, "XDG_STATE_HOME", ".local/state"), "chatkeep");
}

/** A relative path in one of these variables must be ignored (XDG base directory specification, "Basics"). */
function baseFolder(environment: Environment, variable: string, otherwise: string): string {
  const named = environment[variable];
  return named !== undefined && isAbsolute(named) ? named : join(environment.HOME ?? homedir(), otherwise);
}
