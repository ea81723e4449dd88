import type Docker from "dockerode";
import { statusOf } from "../engine-answers.ts";
import { set } from "../table/compound.ts";
import type { Properties } from "../table/plain.ts";
import { attachment } from "./networking.ts";

/** Puts a container that is not started yet on the networks of its own, and off the default one. */
export async function joinNetworks(engine: Docker, container: Docker.Container, inputs: Properties): Promise<void> {
  const attachments = set(attachment).read(inputs.networksAdvanced);
  if (attachments.length === 0) return;
  await leaveDefaultNetwork(engine, container);
  for (const { name, aliases, ipv4Address } of attachments) {
    const IPAMConfig = ipv4Address === "" ? {} : { IPv4Address: ipv4Address };
    await engine
      .getNetwork(name)
      .connect({ Container: container.id, EndpointConfig: { Aliases: [...aliases], IPAMConfig } });
  }
}

// A container in another network mode is not on the default network; the engine refuses with 403 or 404, version by version.
async function leaveDefaultNetwork(engine: Docker, container: Docker.Container): Promise<void> {
  try {
    await engine.getNetwork("bridge").disconnect({ Container: container.id });
  } catch (error) {
    if (![403, 404].includes(statusOf(error) ?? 0)) throw error;
  }
}
