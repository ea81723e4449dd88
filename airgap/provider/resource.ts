import type { Properties } from "../table/plain.ts";
import type { AnyTable } from "../table/property.ts";

/** A resource that exists: its id where it is, and the whole state. */
export type Existing = { readonly id: string; readonly state: Properties };

/** One kind of resource: its closed list of properties, and what to do in its world. */
export interface Resource<World> {
  readonly properties: AnyTable;
  /** What is wrong with properties that are right one by one; absent where nothing can be. */
  wrongTogether?(inputs: Properties): readonly string[];
  /** A computed property that is null as long as creation has not come to its end. */
  readonly finishedBy: string;
  /** Whether the old one must go before the new one comes. */
  readonly deletedFirst: boolean;
  create(world: World, inputs: Properties): Promise<Existing>;
  /** Null when it is there no more. */
  read(world: World, id: string, known: Properties): Promise<Existing | null>;
  /** The state after it, where that is known from outside; null where it follows from what was written. */
  update(world: World, id: string, state: Properties, inputs: Properties): Promise<Properties | null>;
  remove(world: World, id: string, state: Properties): Promise<void>;
}

/** A function of a provider: a question that changes nothing. */
export type Question<World> = (world: World, inputs: Properties) => Promise<Properties>;

/** Something was created, but did not become what was asked for: Pulumi must remember that it exists. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  readonly existing: Existing;
  constructor(existing: Existing, message: string) {
    super(message);
    this.existing = existing;
  }
}
