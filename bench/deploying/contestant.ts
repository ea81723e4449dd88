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
  /** What a person asks of a server that runs; null for one that has no such commands. */
  asked: (() => Promise<Asked>) | null;
  /** The server is taken down; its data stays. */
  destroy(): Promise<Timing>;
  /** The same settings tried on a throwaway stack; null for one that has none. */
  trial: (() => Promise<Trial>) | null;
  /** Removes whatever is left. Not measured. */
  remove(): Promise<void>;
}

/** The parts of a trial: from the command until it serves, what it looks at, and its removal. */
export type Trial = Readonly<Record<"trial" | "trial checks" | "trial removal", Timing>>;

/** The commands that only answer. */
export type Asked = Readonly<Record<"status" | "help", Timing>>;

/** The ways that are compared; `before` is another checkout of chatkeep, with its own plugins. */
export const contestantNames = ["bare", "before", "own", "official"] as const;
export type ContestantName = (typeof contestantNames)[number];

/** The setting that is changed: it is one of Synapse alone. */
export const changed: { readonly key: string; readonly value: Json } = {
  key: "mediaRetention",
  value: { local: "300 days", remote: "30 days" },
};
