import { createHmac } from "node:crypto";
import { join } from "node:path";
import { lastLogLines } from "../../../../src/io/docker/container-logs.ts";
import type { Secret } from "../../../../src/kinds/secret.ts";
import { imageTable } from "../../../../src/plan/images/versions.ts";
import { engineOf } from "../../stack/engine.ts";
import type { World } from "../world.ts";
import { gatewayAddress } from "./addresses.ts";

/** What a TURN server is asked with. */
export interface TurnCredentials {
  readonly username: string;
  readonly password: string;
}

/** How it went: what was sent into relays, what came out of them, and all that the client said. */
export interface Call {
  readonly sent: number;
  readonly received: number;
  readonly said: string;
}

/** Credentials as Synapse gives them (coturn manual, "TURN REST API"), for a user and an end of one's choice. */
export function turnCredentials(secret: Secret, user: string, ends: Date): TurnCredentials {
  const username = `${Math.floor(ends.getTime() / 1_000)}:${user}`;
  return { username, password: createHmac("sha1", secret.reveal()).update(username).digest("base64") };
}

/** Calls through a TURN server of the world with coturn's own client (turnutils_uclient(1)). */
export async function callThrough(
  world: World,
  host: string,
  { username, password }: TurnCredentials,
  ...words: readonly string[]
): Promise<Call> {
  const lines = await run(world, ["turnutils_uclient", "-c", "-u", username, "-w", password, ...words, host]);
  const counted = lines.findLast((line) => line.includes("tot_recv_msgs")) ?? "";
  const count = (what: string) => Number(new RegExp(`tot_${what}_msgs=(\\d+)`).exec(counted)?.[1] ?? 0);
  return { sent: count("send"), received: count("recv"), said: lines.join("\n") };
}

/** Someone at a public address who sends back whatever comes (turnutils_peer(1)), while something is done. */
export async function withEcho<Result>(world: World, doing: (address: string) => Promise<Result>): Promise<Result> {
  const container = await start(world, ["turnutils_peer", "-L", gatewayAddress]);
  try {
    return await doing(gatewayAddress);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** In a container, and in the world's network as if it were none: that engine has the image, and this machine need not have the client. */
async function start({ place }: World, words: readonly string[]) {
  const container = await engineOf({ dockerHost: place.engine.address }).createContainer({
    Image: imageTable.coturn.local,
    Entrypoint: [words[0] ?? ""],
    Cmd: words.slice(1),
    User: "65534:65534",
    HostConfig: { NetworkMode: "host", Binds: [`${join(place.folder, "trusted.pem")}:/trusted.pem:ro`] },
  });
  await container.start();
  return container;
}

async function run(world: World, words: readonly string[]): Promise<readonly string[]> {
  const container = await start(world, words);
  try {
    await container.wait();
    return await lastLogLines(engineOf({ dockerHost: world.place.engine.address }), container.id, 1_000);
  } finally {
    await container.remove({ force: true, v: true });
  }
}
