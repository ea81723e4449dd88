import type Docker from "dockerode";
import { set } from "../../table/compound.ts";
import type { Properties } from "../../table/plain.ts";
import { attachment } from "./properties/networking.ts";

/** Puts a container that is not started yet on the networks of its own, and off the default one. */
export async function joinNetworks(engine: Docker, container: Docker.Container, inputs: Properties): Promise<void> {
  const attachments = set(attachment).read(inputs.networksAdvanced);
  if (attachments.length === 0) return;
  if (inputs.networkMode === "bridge") await engine.getNetwork("bridge").disconnect({ Container: container.id });
  for (const { name, aliases, ipv4Address } of attachments) {
    const IPAMConfig = ipv4Address === "" ? {} : { IPv4Address: ipv4Address };
    await engine
      .getNetwork(name)
      .connect({ Container: container.id, EndpointConfig: { Aliases: [...aliases], IPAMConfig } });
  }
}
