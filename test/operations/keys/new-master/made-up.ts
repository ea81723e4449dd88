import { pathsOf } from "../../../../src/io/machine/paths.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import { newPulumiSeal, pulumiSeal } from "../../../../src/keys/pulumi-secret.ts";
import { pulumiPassphrase, serverSecrets } from "../../../../src/keys/secrets.ts";
import { Secret } from "../../../../src/kinds/secret.ts";
import { intentText, type NewMasterIntent } from "../../../../src/operations/keys/new-master/intent.ts";

/** Two master keys, of a stack in memory. */
export const earlier = new MasterKey(Buffer.alloc(32, 1));
export const next = new MasterKey(Buffer.alloc(32, 2));
export const paths = pathsOf("acme", { HOME: "/home/ana" });
export const token = new Secret("a token that Cloudflare issued");
export const stateSecret = JSON.stringify([{ file: "/in/synapse/signing.key" }]);

/** Half a second of work each. */
const seals = Promise.all([newPulumiSeal(pulumiPassphrase(earlier)), newPulumiSeal(pulumiPassphrase(next))]);

/** The files of a stack that runs with the earlier key, and the intent to give it the next one. */
export async function stackWithIntent(): Promise<{
  readonly disk: Map<string, string>;
  readonly intent: NewMasterIntent;
}> {
  const from = pulumiPassphrase(earlier);
  const [seal, { salt }] = await seals;
  const { signingKey, passwordPepper } = serverSecrets(earlier, {});
  const { keyId, publicKey } = signingKey;
  const retire = { keyId, publicKey, expired: 1_700_000_000_000 };
  const intent = { master: next, salt, from, pepper: passwordPepper, retire, issued: {} };
  const stackFile = [
    "# ours",
    "config:",
    "  chatkeep:serverName: acme.example # for good",
    "  chatkeep:tls: internal",
    `  chatkeep:masterKey:\n    secure: ${seal.close(earlier.text())}`,
    `  chatkeep:cloudflareToken:\n    secure: ${seal.close(token)}`,
    "  chatkeep:epochs:\n    formSecret: 3",
    `encryptionsalt: ${seal.salt}`,
    "",
  ].join("\n");
  const secrets_providers = { type: "passphrase", state: { salt: seal.salt } };
  const uploads = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: seal.close(new Secret(stateSecret)),
  };
  const checkpoint = {
    version: 3,
    checkpoint: { stack: "acme", latest: { secrets_providers, resources: [{ inputs: { uploads } }] } },
  };
  const disk = new Map([
    [paths.stackFile, stackFile],
    [paths.checkpoint, JSON.stringify(checkpoint, null, 4)],
    [`${paths.checkpoint}.attrs`, "{}"],
    [`${paths.checkpoint}.bak`, "earlier"],
    [`${paths.backups}/1.json`, "earlier"],
    [`${paths.history}/1.json`, "earlier"],
    [paths.passphrase, from.reveal()],
    [paths.pendingNewMaster, intentText(intent).reveal()],
  ]);
  return { disk, intent };
}

/** What a stack's files say, opened with the next key alone. */
export async function openedWithNext(disk: ReadonlyMap<string, string>) {
  const text = disk.get(paths.stackFile) ?? "";
  const state = disk.get(paths.checkpoint) ?? "";
  const salt = /^encryptionsalt: (\S+)/m.exec(text)?.[1] ?? "";
  const seal = await pulumiSeal(salt, new Secret(disk.get(paths.passphrase) ?? ""));
  const secured = [...text.matchAll(/chatkeep:(\w+):\n\s+secure: (\S+)/g)].map(
    ([, key, secure]) => [key, seal?.open(secure ?? "")?.reveal() ?? null] as const,
  );
  const ciphertext = /"ciphertext": "([^"]+)"/.exec(state)?.[1] ?? "";
  return {
    ...Object.fromEntries(secured),
    state: seal?.open(ciphertext)?.reveal() ?? null,
    isSameSalt: state.includes(`"salt": "${salt}"`),
  };
}
