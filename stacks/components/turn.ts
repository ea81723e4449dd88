import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ServiceArgs, serviceContainer } from "./service.ts";

/** The TURN server for calls: it publishes ports of its own, and stands alone on its network. */
export class TurnServer extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:TurnServer", name, {}, opts);
    this.container = serviceContainer(this, args);
    this.registerOutputs({});
  }
}
