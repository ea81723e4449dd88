import { mkdir } from "node:fs/promises";
import type { PulumiEvent } from "./events.ts";
import { openNamedOutput, openNamelessOutput, type PulumiOutput } from "./output.ts";
import {
  askPulumi,
  type FollowOptions,
  followPulumi,
  type PulumiOptions,
  type PulumiOutcome,
  tellPulumi,
} from "./process.ts";
import { hearReport } from "./report.ts";

/**
 * Pulumi for one stack. Its command line is run directly: the automation API takes half a second to load, starts the CLI
 * more often than needed, ends it when we end, and passes settings in argv.
 */
export interface Pulumi {
  /** Makes the stack, which must not be there yet. */
  initStack(): Promise<void>;
  removeSetting(key: string): Promise<void>;
  /** Writes a setting that is encrypted: the whole text of a file. */
  setSecret(key: string, path: string): Promise<void>;
  /** The text of a secret setting; fails when there is none, or when the passphrase does not open it. */
  secret(key: string): Promise<string>;
  preview(onEvent: OnEvent): Promise<PulumiOutcome>;
  /** Makes it so, without a second preview. What it began is finished even when we are killed. */
  up(onEvent: OnEvent): Promise<PulumiOutcome>;
  /** Compares the state with the engine and drops the creations that a killed run left open. */
  clearPendingCreations(onEvent: OnEvent): Promise<PulumiOutcome>;
  /** Removes what is not protected. */
  destroy(onEvent: OnEvent): Promise<PulumiOutcome>;
  unprotectAll(): Promise<void>;
  /** Forgets the stack; its stack file stays. */
  removeStack(): Promise<void>;
}

/** Hears what the engine says. */
export type OnEvent = (event: PulumiEvent) => void;

/** What settings and state say of how a long command is run. */
export interface Circumstances extends Pick<FollowOptions, "apart"> {
  /** Whether the program is run before a refresh (`needsProgram`). */
  readonly program: boolean;
}

/** The real one; its circumstances are asked for at each long command. */
export function pulumiFor(options: PulumiOptions & { readonly circumstances: () => Promise<Circumstances> }): Pulumi {
  const scope = ["--stack", options.stack];
  const ask = (...args: readonly string[]) => askPulumi([...args, ...scope], options);
  const follow = async (open: () => Promise<PulumiOutput>, args: readonly string[], onEvent: OnEvent) => {
    const { apart, program } = await options.circumstances();
    const flags = [...(program ? ["--run-program"] : []), ...scope, "--json", "--suppress-permalink"];
    const [output, report] = [await open(), hearReport(onEvent)];
    const outcome = await followPulumi([...args, ...flags], { ...options, apart }, output, report.hear);
    // With everything that is left protected, `destroy --json` says nothing at all (pkg/cmd/pulumi/operations/destroy.go, 3.259).
    const isNeedless = args.includes("--exclude-protected") && report.isEmpty();
    return report.isWhole() || isNeedless || !outcome.succeeded ? outcome : { ...outcome, ...cutShort(output) };
  };
  const change = (args: readonly string[], onEvent: OnEvent) =>
    follow(() => openNamedOutput(options.paths.events), args, onEvent);
  const now = ["--skip-preview", "--yes", "--refresh"];
  return {
    initStack: async () => {
      await mkdir(options.paths.backend, { recursive: true, mode: 0o700 });
      await askPulumi(["stack", "init", options.stack, "--no-select"], options);
    },
    removeSetting: async (key) => void (await ask("config", "rm", key)),
    setSecret: (key, path) => tellPulumi(["config", "set", "--secret", key, ...scope], options, path),
    secret: async (key) => (await ask("config", "get", key)).trimEnd(),
    preview: (onEvent) => follow(openNamelessOutput, ["preview", "--refresh"], onEvent),
    up: (onEvent) => change(["up", ...now], onEvent),
    clearPendingCreations: (onEvent) =>
      change(["refresh", "--skip-preview", "--yes", "--clear-pending-creates"], onEvent),
    destroy: (onEvent) => change(["destroy", ...now, "--exclude-protected"], onEvent),
    unprotectAll: async () => void (await ask("state", "unprotect", "--all", "--yes")),
    removeStack: async () =>
      void (await ask("stack", "rm", "--yes", "--force", "--preserve-config", "--remove-backups")),
  };
}

/** Pulumi ended well, and what it did is not known. */
function cutShort({ folder }: PulumiOutput): Pick<PulumiOutcome, "succeeded" | "stderr"> {
  const stderr = `Pulumi's report of what it did is incomplete. It was written in ${folder}: check whether that disk is full.`;
  return { succeeded: false, stderr };
}
