import { isJsonObject } from "../../kinds/json.ts";
import type { Secret } from "../../kinds/secret.ts";
import type { StackEngine } from "../stack-engine.ts";

/** The public half of a signing key, as servers publish it (Matrix server-server API, `verify_keys`). */
export interface PublicKey {
  /** Such as `ed25519:ck_1f0e9a2b`. */
  readonly keyId: string;
  readonly publicKey: string;
}

/** What Synapse answers to questions that its container alone can ask. */
export interface InsideSeen {
  /** The status for an alias that does not exist: 404 from the database, 500 without one. */
  readonly aliasStatus: number;
  readonly aliasError: string;
  /** What its listener answers where other servers would ask for keys: 404 where there is no federation. */
  readonly keyApiStatus: number;
}

type Inside = Pick<StackEngine, "execIn" | "fileIn" | "synapse">;

/** Asks Synapse inside its container, without a token. */
export async function askInside(engine: Inside, container: string, serverName: string): Promise<InsideSeen> {
  const synapse = engine.synapse(container, null);
  try {
    const alias = await synapse.send(
      "GET",
      `/_matrix/client/v3/directory/room/${encodeURIComponent(`#no-such-room:${serverName}`)}`,
    );
    const keys = await synapse.send("GET", "/_matrix/key/v2/server");
    const error = isJsonObject(alias.body) ? String(alias.body.errcode ?? "") : "";
    return { aliasStatus: alias.status, aliasError: error, keyApiStatus: keys.status };
  } finally {
    synapse.close();
  }
}

/** How many bytes Synapse takes for one file, as it tells signed-in clients (Matrix client-server API, `m.upload.size`). */
export async function synapseUploadLimit(engine: Inside, container: string, token: Secret): Promise<number> {
  const synapse = engine.synapse(container, token);
  try {
    const { status, body } = await synapse.send("GET", "/_matrix/client/v1/media/config");
    const size = isJsonObject(body) ? body["m.upload.size"] : undefined;
    if (typeof size !== "number") throw new Error(`Synapse answers with ${status} and names no limit`);
    return size;
  } finally {
    synapse.close();
  }
}

/** How many bytes the proxy takes, by the configuration it was started with; it has no other way of telling. */
export async function proxyUploadLimit(engine: Inside, container: string): Promise<number> {
  const { stdout } = await engine.execIn(container, ["cat", "matrix.caddyfile", "Caddyfile"]); // the latter of older servers
  const written = /max_size\s+"(\d+)"/.exec(stdout)?.[1]; // what follows from a setting is quoted
  if (written === undefined) throw new Error("the proxy's configuration names no limit for uploads");
  return Number(written);
}

/** Prints the public half alone: the seed stays in the container (signedjson, `read_signing_keys`). */
const printPublicKey = `
from signedjson.key import read_signing_keys
from signedjson.key import encode_verify_key_base64
with open("signing.key") as file:
    for key in read_signing_keys(file):
        print(key.alg + ":" + key.version, encode_verify_key_base64(key.verify_key))
`;

/** The public keys of what Synapse signs with, read where its private key lies. */
export async function keysInside(engine: Inside, container: string): Promise<readonly PublicKey[]> {
  const { exitCode, stdout, stderr } = await engine.execIn(container, ["python3", "-I", "-c", printPublicKey]);
  if (exitCode !== 0) throw new Error(stderr.trim().split("\n").at(-1) ?? "python3 failed");
  const lines = stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line) => ({ keyId: line.split(" ")[0] ?? "", publicKey: line.split(" ")[1] ?? "" }));
}
