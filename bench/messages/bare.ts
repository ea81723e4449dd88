import { createHmac, randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { execIn } from "../../src/io/docker/container-exec.ts";
import { untilTrue } from "../../src/io/machine/until.ts";
import type { Home } from "../../test/support/stack/command-line.ts";
import { engineOf } from "../../test/support/stack/engine.ts";
import { newHome } from "../../test/support/stack/stack.ts";
import { removeStack } from "../../test/support/stack/sweep.ts";
import { type Bare, startPostgres, startSynapse } from "./bare-containers.ts";
import { connect, textIn } from "./client.ts";
import { synapseAddress } from "./own-address.ts";
import type { Subject } from "./subject.ts";

/** Starts Synapse and Postgres in two containers on a network of their own that leads nowhere. */
export async function bootBare(bare: Bare): Promise<Subject> {
  const home = await newHome();
  try {
    return await subjectOf(bare, home);
  } catch (error) {
    await removeStack(home);
    throw error;
  }
}

async function subjectOf(bare: Bare, home: Home): Promise<Subject> {
  const engine = engineOf(home);
  const labels = { "chatkeep.stack": home.name };
  await engine.createNetwork({ Name: `${home.name}-bare`, Internal: true, CheckDuplicate: true, Labels: labels });
  const volumes = ["postgres", "synapse"].map((what) => `${home.name}-bare-${what}`);
  await Promise.all(volumes.map((Name) => engine.createVolume({ Name, Labels: labels })));
  const postgres = await startPostgres(engine, home.name, bare);
  await untilTrue("bare Postgres", () => accepts(engine, postgres.id), { seconds: 60 });
  const synapse = await startSynapse(engine, home.name, bare);
  const address = await synapseAddress(synapse, `${home.name}-bare`);
  await untilTrue("answer of the bare Synapse", () => answers(address), { seconds: 120 });
  const secret = await registrationSecret(engine, synapse.id);
  return {
    name: "stock",
    address,
    front: null,
    containers: { synapse: `${home.name}-bare-synapse`, postgres: `${home.name}-bare-postgres` },
    makeAccount: (name) => register(address, secret, name),
    remove: () => removeStack(home),
  };
}

async function accepts(engine: Docker, postgres: string): Promise<boolean> {
  return (await execIn(engine, postgres, ["pg_isready", "--quiet", "--host", "127.0.0.1"])).exitCode === 0;
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/health`)).ok;
  } catch {
    return false;
  }
}

async function registrationSecret(engine: Docker, container: string): Promise<string> {
  const { stdout } = await execIn(engine, container, ["cat", "/data/homeserver.yaml"]);
  const secret = /^registration_shared_secret: "(.*)"$/m.exec(stdout)?.[1];
  if (secret === undefined) throw new Error("The generated homeserver.yaml holds no registration_shared_secret.");
  return secret;
}

/** Makes an account as `register_new_matrix_user` does (Synapse admin API, "Shared-Secret Registration"). */
async function register(address: string, secret: string, username: string): Promise<string> {
  const client = connect(address, null);
  const path = "/_synapse/admin/v1/register";
  const nonce = textIn(await client.call("GET", path, null), "nonce");
  const password = randomBytes(12).toString("base64url");
  const mac = createHmac("sha1", secret).update([nonce, username, password, "notadmin"].join("\0")).digest("hex");
  const answer = await client.call("POST", path, null, { nonce, username, password, mac, admin: false });
  await client.close();
  return textIn(answer, "access_token");
}
