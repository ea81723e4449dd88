import type { ServerName, UserId } from "../../../kinds/names.ts";
import type { Deed } from "../../journal/entry.ts";
import { describeStep } from "../../steps/table.ts";
import { deedsAbout, departureStep, interruptedSteps, provenStep, roomsFound, roomsRemovedFrom } from "./evidence.ts";
import type { DepartureFacts, DepartureWishes } from "./facts.ts";
import type { Proof } from "./proofs.ts";
import type { OffboardStep } from "./steps.ts";
import { offboardTable } from "./table.ts";
import { cannotBeUndone, type Known, onlyAppsShow } from "./words.ts";

/** The evidence of one offboarding: plain JSON, without any secret, signed as a whole. */
export type OffboardingReport = {
  readonly kind: "chatkeep offboarding";
  readonly version: 1;
  readonly server: ServerName;
  readonly user: UserId;
  readonly displayName: string | null;
  /** Who ran the command, on which machine, and in which run. */
  readonly by: string;
  readonly run: string;
  readonly began: string;
  readonly ended: string;
  readonly wishes: { readonly history: string; readonly media: string; readonly erase: boolean };
  /** Whether every proof holds. */
  readonly lockedOut: boolean;
  readonly rooms: readonly ReportedRoom[];
  readonly steps: readonly ReportedStep[];
  readonly proofs: readonly ReportedProof[];
  /** What no server can see. */
  readonly onlyAppsShow: readonly string[];
  readonly cannotBeUndone: readonly string[];
  /** What they may know and no server can revoke, with the command that replaces each. */
  readonly known: readonly ReportedKnown[];
  /** Which generation of the evidence key signed it. */
  readonly epoch: number;
};

/** A room that they were in, and how they left it. */
export type ReportedRoom = {
  readonly room: string;
  readonly title: string;
  readonly membership: string;
  readonly left: "removed by chatkeep" | "left as the account was deactivated" | "is still in it";
};

/** What was done, also by earlier runs that were killed: `done`, `failed`, or `interrupted` where the run after it found out how far it came. */
export type ReportedStep = {
  readonly time: string;
  readonly by: string;
  readonly run: string;
  readonly step: string;
  readonly outcome: string;
};

/** One proof, as it was found. */
export type ReportedProof = {
  readonly id: string;
  readonly claim: string;
  readonly holds: boolean;
  readonly found: string;
};

/** One thing that they may know. */
export type ReportedKnown = { readonly what: string; readonly replace: string };

/** What a report is made of. */
export interface ReportSource {
  readonly server: ServerName;
  readonly facts: DepartureFacts;
  readonly wishes: DepartureWishes;
  readonly proofs: readonly Proof[];
  readonly stillIn: readonly string[];
  /** All of the journal, or of its end. */
  readonly deeds: readonly Deed[];
  readonly known: readonly Known[];
  readonly by: string;
  readonly run: string;
  readonly ended: Date;
  readonly epoch: number;
}

/** Puts a report together. What earlier runs did, and where they found the member, is read from the journal. */
export function offboardingReport(source: ReportSource): OffboardingReport {
  const { server, facts, wishes, proofs, by, run, ended, epoch } = source;
  const deeds = deedsAbout(source.deeds, facts.user);
  return {
    kind: "chatkeep offboarding",
    version: 1,
    server,
    user: facts.user,
    displayName: facts.account.displayName,
    by,
    run,
    began: deeds[0]?.time ?? ended.toISOString(),
    ended: ended.toISOString(),
    wishes: { history: wishes.history, media: wishes.media, erase: wishes.erase },
    lockedOut: proofs.every(({ holds }) => holds),
    rooms: roomsIn(deeds, source.stillIn),
    steps: stepsIn(deeds),
    proofs: proofs.map(({ id, claim, holds, found }) => ({ id, claim, holds, found })),
    onlyAppsShow: onlyAppsShow(facts),
    cannotBeUndone: cannotBeUndone(facts.user, roomsFound(deeds), allWishes(deeds, wishes)),
    known: source.known.map(({ what, replace }) => ({ what, replace })),
    epoch,
  };
}

/** What was done, in its order; the step that a run was killed in comes after the last one that it finished. */
function stepsIn(deeds: readonly Deed[]): readonly ReportedStep[] {
  const interrupted = interruptedSteps(deeds);
  return deeds.flatMap((deed) => {
    const open = interrupted.filter(({ after }) => after === deed).map(({ step }) => step);
    return [
      ...(deed.step === departureStep ? [] : [reported(deed, deed.step, deed.about, deed.outcome)]),
      ...open.map(({ kind, ...about }) => reported(deed, kind, about, "interrupted")),
    ];
  });
}

function reported({ time, who, run }: Deed, step: string, about: Deed["about"], outcome: string): ReportedStep {
  return { time, by: who, run, step: said(step, about), outcome };
}

/** A line of the journal has what its step held, so it can be said again. */
function said(kind: string, about: Deed["about"]): string {
  if (kind === provenStep) return "ask the server what is left";
  if (kind === "redact") return `redact every message in ${String(about.rooms)} rooms`;
  return describeStep({ kind, ...about } as OffboardStep, offboardTable);
}

function roomsIn(deeds: readonly Deed[], stillIn: readonly string[]): readonly ReportedRoom[] {
  const removed = roomsRemovedFrom(deeds);
  return roomsFound(deeds).map(({ room, title, membership }) => {
    const how = removed.has(room) ? "removed by chatkeep" : "left as the account was deactivated";
    return { room, title, membership, left: stillIn.includes(room) ? "is still in it" : how };
  });
}

/** What any of the runs did cannot be undone, whatever the last one was asked for. */
function allWishes(deeds: readonly Deed[], { history, media, erase }: DepartureWishes): DepartureWishes {
  const did = (kind: OffboardStep["kind"]) => deeds.some(({ step }) => step === kind);
  return {
    history: did("redact") ? "redact" : history,
    media: did("deleteMedia") ? "delete" : media,
    erase: erase || deeds.some(({ step, about }) => step === "deactivate" && about.erase === true),
  };
}
