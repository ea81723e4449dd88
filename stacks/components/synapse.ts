import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ServiceArgs, serviceContainer } from "./service.ts";

/** The homeserver: between the two networks, behind the proxy. */
export class Synapse extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Synapse", name, {}, opts);
    this.container = serviceContainer(this, args);
    this.registerOutputs({});
  }
}
