import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import type { Json } from "../../../src/kinds/json.ts";
import { pathsFor } from "../leaks/secrets.ts";
import type { Home } from "./command-line.ts";
import { pulumiSucceeds } from "./pulumi.ts";
import { newHome } from "./stack.ts";
import { changeSetting } from "./stack-file.ts";

/** Another stack with the settings, the master key and the passphrase of this one, on a port of its own: nothing of it is made yet. */
export async function twinOf(original: Home): Promise<Home> {
  const twin = await newHome();
  const [from, to] = [pathsFor(original), pathsFor(twin)];
  await Promise.all([mkdir(dirname(to.passphrase), { recursive: true }), mkdir(to.backend, { recursive: true })]);
  await copyFile(from.passphrase, to.passphrase);
  await writeFile(stackFilePath(twin.name), await readFile(stackFilePath(original.name)));
  await changeSetting(twin.name, "ports", { https: await freePort(), http: "off" });
  return twin;
}

/** What a stack's state says was declared: each resource's name, type and inputs. What one run cannot share with another is replaced: the stack's name, its port, what is drawn of it, digests and the engine's ids. */
export async function declaredResources(home: Home, port: number): Promise<readonly Json[]> {
  const { stdout } = await pulumiSucceeds(home, "stack", "export", "--show-secrets");
  const text = stdout
    .replaceAll(home.name, "STACK")
    .replaceAll(new RegExp(`(\\b|%3A)${port}\\b`, "g"), "$1PORT")
    .replaceAll(/(M\d+ \d+h\d+v1h-\d+z)+/g, "DRAWN")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "ENGINE-ID")
    .replaceAll(/\b[0-9a-f]{12}\b/g, "DIGEST");
  const { deployment } = JSON.parse(text.replaceAll(/: ?PORT\b/g, ": 0"));
  return deployment.resources
    .map(({ urn, type, inputs, protect, parent }: Record<string, Json>) => ({ urn, type, inputs, protect, parent }))
    .sort((one: { urn: string }, other: { urn: string }) => one.urn.localeCompare(other.urn));
}
