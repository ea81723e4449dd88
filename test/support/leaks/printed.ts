import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";
import type { Home, Outcome } from "../stack/command-line.ts";
import { pulumiSucceeds } from "../stack/pulumi.ts";
import { newHome } from "../stack/stack.ts";
import { type Ground, runWithText, writableConfiguration } from "./planted.ts";
import { pathsFor } from "./secrets.ts";
import type { Watched, WatchedFolders } from "./watch.ts";

/** What a run said, and what could be read beside it while it ran. */
export interface WatchedRun {
  readonly result: Outcome;
  readonly seen: Watched;
}

/** A home with a temporary folder of its own, inside the folder that goes with the stack. */
export async function newHomeWithTemporaryFolder(): Promise<Home> {
  const plain = await newHome();
  const TMPDIR = join(plain.stateHome, "temporary");
  await mkdir(TMPDIR);
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), "node-compile-cache");
  return { ...plain, environment: { TMPDIR, NODE_COMPILE_CACHE } };
}

/** All that belongs to the stack on this machine, but the documented places of secrets. */
export function foldersOf(home: Home): WatchedFolders {
  const { passphrase, pendingKey, pendingNewMaster } = pathsFor(home);
  return { folders: [home.stateHome], except: [passphrase, pendingKey, pendingNewMaster] };
}

/** All that was ever to be read in Pulumi's event log. */
export function eventsOf(home: Home, { files }: Watched): string {
  return files.flatMap(({ where, text }) => (where === pathsFor(home).events ? [text] : [])).join("\n");
}

/** The places of what is printed about a stack. */
export const printedKinds = [
  "the exported state",
  "Pulumi's event log",
  "what `chatkeep up` printed",
  "the diff that `pulumi up` printed",
] as const;

/** What Pulumi and we told about the stack. */
export async function printedBy(home: Home, first: WatchedRun, change: WatchedRun): Promise<readonly SearchedPlace[]> {
  const exported = await pulumiSucceeds(home, "stack", "export");
  const texts = [
    exported.stdout,
    eventsOf(home, first.seen),
    first.result.stdout + first.result.stderr,
    change.result.stdout,
  ];
  return printedKinds.map((where, index) => ({ where, text: texts[index] ?? "" }));
}

/** A line more in the middle of a text, as JSON has it. */
export function withLine(text: string, secret: string): string {
  const middle = text.indexOf("\n", text.length / 2);
  return `${text.slice(0, middle)}\n${JSON.stringify({ planted: secret })}${text.slice(middle)}`;
}

/** A secret file of the proxy that more people may read than should. */
export async function exposeSecretFile(ground: Ground): Promise<void> {
  const script =
    "mkdir -p /cfg/proxy/planted && cp /planted /cfg/proxy/planted/certificate-key.pem && chmod 0440 /cfg/proxy/planted/*";
  await runWithText(ground, "a key", ["sh", "-c", script], writableConfiguration(ground));
}
