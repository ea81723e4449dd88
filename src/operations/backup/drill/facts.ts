import type { CompareFinding } from "../compare/check.ts";
import type { Manifest } from "../manifest.ts";

/** How a part of a drill ended. What needs a part that failed is not reached. */
export type Ended = { readonly kind: "done" } | { readonly kind: "failed"; readonly why: string };

/** What a drill saw, part by part; null is a part that was not reached. Every verdict follows from it. */
export interface DrillFacts {
  /** Which archive was asked for, or was the newest. */
  readonly archive: string;
  /** When the drill began, as an ISO time, by the clock of the operator's machine. */
  readonly began: string;
  /** The public id of the master key that this machine has, and of the earlier one that the archive is of; null where it is of another. */
  readonly masterKey: string;
  readonly earlierKey: string | null;
  /** Public ids of what the archive's server may have signed with: of an earlier master key, what is announced as retired now. */
  readonly signingKeys: readonly string[];
  /** Whether the repository opened and the archive's manifest could be read. */
  readonly opened: Ended;
  readonly manifest: Manifest | null;
  /** Whether what the operator's machine left with it opens with the master key. */
  readonly settings: Ended | null;
  /** Whether database and files could be fetched and loaded. */
  readonly restored: Ended | null;
  readonly compared: readonly CompareFinding[] | null;
  /** Whether every service became healthy on what came back. */
  readonly started: Ended | null;
  readonly inside: InsideFacts | null;
  readonly canary: CanaryFacts | null;
  /** From the beginning until the canary had read and written; null where it did not come to that. */
  readonly recoverySeconds: number | null;
  readonly targets: { readonly recoverySeconds: number; readonly pointSeconds: number };
  /** Whether it is the newest archive: only that one says what would be lost now. */
  readonly isNewest: boolean;
}

/** What was seen in the containers. */
export interface InsideFacts {
  /** The networks that its containers are on, and whether the engine keeps each from everything else. */
  readonly networks: Readonly<Record<string, boolean>>;
  /** Ports that the engine published for it. */
  readonly publishedPorts: number;
  /** How Synapse answered, and what it says it is. */
  readonly status: number;
  readonly synapse: string;
  /** Last values of the sequences. */
  readonly sequences: Readonly<Record<string, number>>;
}

/** How far the canary came, with nothing but its password and its recovery key; each part needs the one before. */
export interface CanaryFacts {
  /** null where the canary of the archive has written nothing, or there is no canary. */
  readonly newest: { readonly event: string; readonly at: string } | null;
  readonly signedIn: Ended | null;
  readonly recovered: Ended | null;
  /** `text` is what it read in its newest message from before the backup. */
  readonly read: (Ended & { readonly text?: string }) | null;
  /** Whether a second device of its own could read what it wrote on the restored server. */
  readonly wrote: Ended | null;
}
