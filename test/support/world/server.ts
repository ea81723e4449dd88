import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AutoDiscovery } from "matrix-js-sdk";
import { type Person, type SignedIn, signInOver } from "../../../src/io/matrix/client.ts";
import { operatorOf } from "../members/operator.ts";
import { makeMember } from "../members/people.ts";
import { bootStack, type StackRecord } from "../stack/stack.ts";
import type { TestSettings } from "../stack/stack-file.ts";
import { serverAddresses } from "./internet/addresses.ts";
import type { World } from "./world.ts";

/** Settings of every server of a world: public ports of an address of its own, and certificates of the world's authorities. */
export function worldSettings(world: World, name: keyof typeof serverAddresses): TestSettings {
  return {
    serverName: `${name}.test`,
    tls: { mode: "acme", directory: world.acme.plain.directory },
    trustedAuthorities: [...world.trusted],
    dns: "cloudflare",
    addresses: { ipv4: serverAddresses[name] },
    bindAddress: serverAddresses[name],
    memory: "1 GiB",
    throwaway: true,
    ...world.sources.settings,
  };
}

/** Brings a server up, from inside the world. */
export async function bootServer(world: World, settings: TestSettings): Promise<StackRecord> {
  const { engine, folder, inside } = world.place;
  const [authorities, token] = [join(folder, "trusted.pem"), join(folder, "token")];
  await writeFile(authorities, world.trusted.join("\n"));
  await writeFile(token, world.dns.token, { mode: 0o600 });
  // Our own plugin runs on Node, the official one is written in Go: each has its own way to be told.
  const environment = { NODE_EXTRA_CA_CERTS: authorities, SSL_CERT_FILE: authorities };
  const flags = ["--cloudflare-token-file", token];
  return await bootStack(settings, { dockerHost: engine.address, through: inside, environment, flags });
}

/** Makes an account and signs it in, knowing no more than the server name: the rest is found as clients find it. */
export async function signInByName(world: World, stack: StackRecord, name: string): Promise<SignedIn> {
  return await signInKnowingTheName(world, await newPerson(stack, name));
}

/** Makes an account and signs it in where its owner is told to. */
export async function signInAt(world: World, stack: StackRecord, url: string, name: string): Promise<SignedIn> {
  return await signInOver(world.tunnel.trusting(world.trusted.join("\n")), url, await newPerson(stack, name));
}

async function newPerson(stack: StackRecord, name: string): Promise<Person> {
  const operator = await operatorOf(stack);
  const person = await makeMember(operator, stack.serverName, name);
  operator.close();
  return person;
}

/** Finds the server of a user ID by its well-known document (Matrix client-server API, "Well-known URIs"), and signs in there. */
async function signInKnowingTheName({ tunnel, trusted }: World, person: Person): Promise<SignedIn> {
  const connections = tunnel.trusting(trusted.join("\n"));
  AutoDiscovery.setFetchFn(connections.fetch);
  const found = await AutoDiscovery.findClientConfig(person.userId.split(":")[1] ?? "");
  const { base_url: baseUrl, state, error } = found["m.homeserver"];
  if (state !== AutoDiscovery.SUCCESS || typeof baseUrl !== "string")
    throw new Error(`The server of ${person.userId} was not found: ${error}`);
  return await signInOver(connections, baseUrl, person);
}
