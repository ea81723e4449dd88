import type { Json } from "../../src/kinds/json.ts";
import type { Timing } from "./stopwatch.ts";

/** One way to have a server, from nothing to gone. Each call is one measurement. */
export interface Contestant {
  readonly name: ContestantName;
  readonly stack: string;
  /** From nothing to a server that answers. */
  first(): Promise<Timing>;
  /** Where nothing is to be done; null for one that does not look. */
  again: (() => Promise<Timing>) | null;
  /** A setting of Synapse is changed: from the command to a healthy Synapse. */
  change(): Promise<Timing>;
  /** The server is taken down; its data stays. */
  destroy(): Promise<Timing>;
  /** The same settings tried on a throwaway stack; null for one that has none. */
  trial: (() => Promise<Trial>) | null;
  /** Removes whatever is left. Not measured. */
  remove(): Promise<void>;
}

/** The parts of a trial: from the command until it serves, what it looks at, and its removal. */
export type Trial = Readonly<Record<"trial" | "trial checks" | "trial removal", Timing>>;

/** The ways that are compared. */
export type ContestantName = "bare" | "own" | "official";

/** The setting that is changed: it is one of Synapse alone. */
export const changed: { readonly key: string; readonly value: Json } = {
  key: "mediaRetention",
  value: { local: "300 days", remote: "30 days" },
};
