import type { Cloudflare } from "../../io/cloudflare/cloudflare.ts";
import type { StackEngine } from "../../io/docker/stack-engine.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import type { Processes } from "../../io/machine/processes.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { Door, Passage } from "../running/passage.ts";
import type { Journal } from "./journal.ts";
import type { Narrator } from "./narrator.ts";

/** All that steps are performed on, handed in. */
export interface World {
  readonly files: Files;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly engine: StackEngine;
  readonly pulumi: Pulumi;
  readonly journal: Journal;
  readonly narrator: Narrator;
  /** Cloudflare, with the stack's token: loaded when a step needs it. */
  cloudflare(): Promise<Cloudflare>;
  /** Asks through each of the proxy's doors once; the worst counts. */
  askAsClient(hostName: string, doors: readonly Door[]): Promise<Passage>;
  /** Makes these images present on the engine. */
  makeImages(images: readonly string[], say: (text: string) => void): Promise<void>;
}
