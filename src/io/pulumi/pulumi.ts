import { mkdir, readFile } from "node:fs/promises";
import { engineAddress } from "../docker/engine-address.ts";
import type { PulumiEvent } from "./events.ts";
import { openNamedOutput, openNamelessOutput, type PulumiOutput } from "./output.ts";
import { askPulumi, followPulumi, type PulumiOptions, type PulumiOutcome, tellPulumi } from "./process.ts";
import { hearReport } from "./report.ts";
import { needsProgram } from "./state.ts";

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

/** The real one. */
export function pulumiFor(options: PulumiOptions): Pulumi {
  const scope = ["--stack", options.stack];
  const ask = (...args: readonly string[]) => askPulumi([...args, ...scope], options);
  const follow = async (opening: Promise<PulumiOutput>, args: readonly string[], onEvent: OnEvent) => {
    const flags = [...(await refreshFlags(options)), ...scope, "--json", "--suppress-permalink"];
    const [output, report] = [await opening, hearReport(onEvent)];
    const outcome = await followPulumi([...args, ...flags], options, output, report.hear);
    // With everything that is left protected, `destroy --json` says nothing at all (pkg/cmd/pulumi/operations/destroy.go, 3.259).
    const isNeedless = args.includes("--exclude-protected") && report.isEmpty();
    return report.isWhole() || isNeedless || !outcome.succeeded ? outcome : { ...outcome, ...cutShort(output) };
  };
  const change = (args: readonly string[], onEvent: OnEvent) =>
    follow(openNamedOutput(options.paths.events), args, onEvent);
  const now = ["--skip-preview", "--yes", "--refresh"];
  return {
    initStack: async () => {
      await mkdir(options.paths.backend, { recursive: true, mode: 0o700 });
      await askPulumi(["stack", "init", options.stack, "--no-select"], options);
    },
    removeSetting: async (key) => void (await ask("config", "rm", key)),
    setSecret: (key, path) => tellPulumi(["config", "set", "--secret", key, ...scope], options, path),
    secret: async (key) => (await ask("config", "get", key)).trimEnd(),
    preview: (onEvent) => follow(openNamelessOutput(), ["preview", "--refresh"], onEvent),
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

/**
 * A refresh asks as the state remembers: with a token that may be revoked by now, and the engine where it was. Unless the program is
 * run for it first: that is only worth its time where the state has a provider with a token, or another address.
 */
async function refreshFlags({ paths, environment }: PulumiOptions): Promise<readonly string[]> {
  const state = await readFile(paths.checkpoint, "utf8").catch(() => "");
  return needsProgram(state, engineAddress(environment)) ? ["--run-program"] : [];
}
