import type Docker from "dockerode";
import type { Properties } from "./table/plain.ts";
import type { AnyTable } from "./table/property.ts";

/** What a resource's work needs from outside. */
export type World = {
  readonly engine: Docker;
  /** Raised when Pulumi cancels: waiting ends, what was begun is reported as unfinished. */
  readonly cancelled: AbortSignal;
};

/** A resource that exists: the engine's id and the whole state. */
export type Existing = { readonly id: string; readonly state: Properties };

/** One kind of resource: its closed list of properties, and what to do with the engine. */
export interface Resource {
  readonly properties: AnyTable;
  /** A computed property that is null as long as creation has not come to its end. */
  readonly finishedBy: string;
  /** Whether the old one must go before the new one comes. */
  readonly deletedFirst: boolean;
  create(world: World, inputs: Properties): Promise<Existing>;
  /** Null when the engine has it no more. */
  read(world: World, id: string, known: Properties): Promise<Existing | null>;
  update(world: World, id: string, state: Properties, inputs: Properties): Promise<void>;
  remove(world: World, id: string, state: Properties): Promise<void>;
}

/** Something was created, but did not become what was asked for: Pulumi must remember that it exists. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  readonly existing: Existing;
  constructor(existing: Existing, message: string) {
    super(message);
    this.existing = existing;
  }
}
