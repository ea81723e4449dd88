import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ServiceArgs, serviceContainer } from "./service.ts";

/** The way in: the only container that publishes ports. */
export class ReverseProxy extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Proxy", name, {}, opts);
    this.container = serviceContainer(this, args);
    this.registerOutputs({});
  }
}
