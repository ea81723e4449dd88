import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, inject } from "vitest";
import { removeFromEngine } from "../../../src/io/docker/stack-removal.ts";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { allSecrets } from "../../../src/keys/secrets.ts";
import { type NamedSecret, Secret } from "../../../src/kinds/secret.ts";
import { foldersOf, newHomeWithTemporaryFolder } from "../leaks/printed.ts";
import { pathsFor } from "../leaks/secrets.ts";
import { watchWhile } from "../leaks/watch.ts";
import { letAnaIn } from "../members/administrator.ts";
import type { InsideClient, Message } from "../members/inside-client.ts";
import { chatkeep, type Home, type Outcome } from "../stack/command-line.ts";
import { engineOf, printedIn } from "../stack/engine.ts";
import { masterKeyOf } from "../stack/pulumi.ts";
import { bringUp, testSettings } from "../stack/stack.ts";
import { type TestSettings, writeStackFile } from "../stack/stack-file.ts";
import { forgetStack } from "../stack/sweep.ts";
import { loseMachine } from "./lost-machine.ts";

/** A server whose key is written down and read back, and all that was seen meanwhile. */
export interface Ceremonies {
  readonly settings: TestSettings;
  /** Another one after the machine was lost. */
  home: Home;
  /** Outside of all folders that are searched: here secrets lie on purpose. */
  readonly sheets: string;
  readonly client: InsideClient;
  readonly message: Message;
  readonly signingKey: string;
  /** An age identity; its recipient gets the sealed copy. */
  readonly identity: string;
  readonly said: Outcome[];
  readonly watched: Awaited<ReturnType<typeof watchWhile>>["seen"][];
}

/** What the sheets hold, once they are written. */
export interface WrittenDown {
  readonly keyId: string;
  readonly words: string;
  readonly shares: readonly string[];
}

/** Brings a server up, with a member who wrote a message. */
export async function bringUpForCeremonies(): Promise<Ceremonies> {
  const identity = await generateX25519Identity();
  const recoveryRecipients = [await identityToRecipient(identity)];
  const made = inject("sources").settings;
  const [port, tlsPort] = [await freePort(), await freePort()];
  const calls = { port, tlsPort, relayPorts: `${tlsPort + 1}-${tlsPort + 4}` };
  const kept = { throwaway: false, recoveryRecipients, calls, addresses: { ipv4: "203.0.113.7" } };
  const settings = { ...(await testSettings()), ...kept, ...made };
  const home = await newHomeWithTemporaryFolder();
  const sheets = await mkdtemp(join(tmpdir(), "chatkeep-sheets-"));
  await writeStackFile(home.name, settings);
  await bringUp(home);
  const { client, message } = await letAnaIn(home, "kept through everything");
  const signingKey = await signingKeyOf(home);
  return { settings, home, sheets, client, message, signingKey, identity, said: [], watched: [] };
}

/** Removes it all. */
export async function endCeremonies({ home, sheets }: Ceremonies): Promise<void> {
  await rm(sheets, { recursive: true, force: true });
  await removeFromEngine(engineOf(home), home.name);
  await forgetStack(home);
}

/** Runs a command while all processes and the stack's folders are watched. */
export async function watching(scene: Ceremonies, parts: readonly string[], input = ""): Promise<Outcome> {
  const { result, seen } = await watchWhile(foldersOf(scene.home), () => chatkeep(scene.home, parts, input));
  scene.said.push(result);
  scene.watched.push(seen);
  return result;
}

/** The first two words of Synapse's key file are the key's id; the third is the secret. */
export function signingKeyOf(home: Home): Promise<string> {
  return printedIn(home, "synapse", "sh", "-c", "cut -d' ' -f1,2 /cfg/synapse/*/signing.key | sort -u");
}

/** Where the sealed copy is. */
export function sealedCopy({ sheets, home }: Ceremonies): string {
  return join(sheets, "words", `recovery-kit-${home.name}.tar.age`);
}

/** Loses the machine, and gives another one the key: by the words alone, with settings typed anew. */
export async function rebuildFromWords(scene: Ceremonies, { words, keyId }: WrittenDown): Promise<void> {
  scene.home = await loseMachine(scene.home);
  const { recoveryRecipients: _, ...typed } = scene.settings;
  await writeStackFile(scene.home.name, typed);
  const wrong = await chatkeep(scene.home, ["recovery", "rebuild", "--stdin", "--key-id", "0".repeat(12)], words);
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining(`gives the key ${keyId}`)]);
  expect(await watching(scene, ["recovery", "rebuild", "--stdin", "--key-id", keyId], words)).toMatchObject(
    inPlace(keyId),
  );
}

/** The same by the sealed copy, which is taken away again, and then by shares and a copy of the stack file. */
export async function rebuildFromShares(scene: Ceremonies, set: readonly string[], keyId: string): Promise<void> {
  const { sheets, identity } = scene;
  const copy = join(sheets, "copy.yaml");
  await copyFile(stackFilePath(scene.home.name), copy);
  const sealed = sealedCopy(scene);
  scene.home = await loseMachine(scene.home);
  const stackFile = stackFilePath(scene.home.name);
  const opened = await watching(scene, ["recovery", "rebuild", "--sealed", sealed, "--stdin"], identity);
  expect(opened).toMatchObject(inPlace(keyId));
  expect(await readFile(stackFile, "utf8")).toContain("chatkeep:masterKey");
  await Promise.all([rm(stackFile), rm(pathsFor(scene.home).passphrase)]);
  const rebuild = ["recovery", "rebuild", "--stdin", "--stack-file", copy];
  expect(await watching(scene, rebuild, set.join("\n"))).toMatchObject(inPlace(keyId));
  expect(await readFile(stackFile, "utf8")).toBe(await readFile(copy, "utf8"));
}

function inPlace(keyId: string): object {
  return { exitCode: 0, stdout: expect.stringContaining(`The key ${keyId} is in place`) };
}

/** All that no one but the holders of the sheets may find: each row of words too. */
export async function secretsOf(
  { home, identity }: Ceremonies,
  words: string,
  shares: readonly string[],
): Promise<readonly NamedSecret[]> {
  const rows = words.match(/(\w+ ){3}\w+/g) ?? [];
  expect(rows).toHaveLength(6);
  return [
    ...allSecrets(await masterKeyOf(home), {}),
    { name: "words", value: new Secret(words) },
    ...rows.map((row, at) => ({ name: `row ${at}`, value: new Secret(row) })),
    ...shares.map((share, at) => ({ name: `share ${at}`, value: new Secret(share) })),
    { name: "identity", value: new Secret(identity) },
  ];
}
