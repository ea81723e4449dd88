import type { Plain } from "./plain.ts";

/** What a change of a property comes to: a new resource, a change of the one that runs, or of Pulumi's state alone. */
export type Effect = "replaces" | "in place" | "state alone";

/** What the official provider makes of one property that the program writes; ours must do the same. */
export interface UsedProperty {
  /** What another value does. */
  readonly changed: Effect;
  /**
   * What no longer writing it does. `refused early` is where ours says no at once, and the official provider plans a
   * replacement: it makes up a name, mounts a nameless volume, or fails at the engine.
   */
  readonly removed: Effect | "nothing" | "refused" | "refused early";
  /** What the state holds where the program does not write it; undefined where it must be written, or the engine chooses. */
  readonly preset: Plain | undefined;
  /** What a look shows that knows no state (an import): the engine's value, or nothing, because only the state has it. */
  readonly shown: "by the engine" | "by the state alone";
}
