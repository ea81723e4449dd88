import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ServiceArgs, serviceContainer } from "./service.ts";

/** The database: on the data network alone, and the only one that may serve its volume. */
export class Postgres extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Postgres", name, {}, opts);
    this.container = serviceContainer(this, args);
    this.registerOutputs({});
  }
}
