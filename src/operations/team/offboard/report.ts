import type { ServerName, UserId } from "../../../kinds/names.ts";
import type { Deed } from "../../journal/entry.ts";
import { describeStep } from "../../steps/table.ts";
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

/** What was done, also by earlier runs that were killed. */
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

/** The journal's line with which an offboarding begins: where they were, before anything is done. */
export const departureStep = "departure";

/** What that line holds. */
export function departureEvidence({ user, rooms, access }: DepartureFacts, wishes: DepartureWishes) {
  const named = rooms.map(({ room, alias, membership }) => ({ room, title: alias ?? room, membership }));
  return { user, ...wishes, devices: access.devices, rooms: named };
}

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
    steps: deeds.filter(({ step }) => step !== departureStep).map(reportedStep),
    proofs: proofs.map(({ id, claim, holds, found }) => ({ id, claim, holds, found })),
    onlyAppsShow: onlyAppsShow(facts),
    cannotBeUndone: cannotBeUndone(facts, wishes),
    known: source.known.map(({ what, replace }) => ({ what, replace })),
    epoch,
  };
}

/** The lines of this offboarding, with a freeze that came before: those after the last that was finished, or undone. */
export function deedsAbout(all: readonly Deed[], user: UserId): readonly Deed[] {
  const about = all.filter((deed) => deed.about.user === user);
  const isEnd = ({ step, about: { lockedOut } }: Deed) =>
    step === unlockStep || (step === provenStep && lockedOut === true);
  const isOurs = ({ step }: Deed) => step === departureStep || step === provenStep || isStepKind(step);
  return about.slice(about.findLastIndex(isEnd) + 1).filter(isOurs);
}

/** The journal's line with which a freeze is undone. */
export const unlockStep = "unlock";

/** The journal's line with which one ends. */
export const provenStep = "prove";

function isStepKind(step: string): step is OffboardStep["kind"] {
  return Object.hasOwn(offboardTable, step);
}

function reportedStep({ time, who, run, step, about, outcome }: Deed): ReportedStep {
  return { time, by: who, run, step: said(step, about), outcome };
}

/** A line of the journal has what its step held, so it can be said again. */
function said(kind: string, about: Deed["about"]): string {
  if (kind === provenStep) return "ask the server what is left";
  if (kind === "redact") return `redact every message in ${String(about.rooms)} rooms`;
  return describeStep({ kind, ...about } as OffboardStep, offboardTable);
}

function roomsIn(deeds: readonly Deed[], stillIn: readonly string[]): readonly ReportedRoom[] {
  const removed = new Set(deeds.filter(isDone("removeFromRoom")).map(({ about }) => about.room));
  const seen = new Map<string, ReportedRoom>();
  for (const { about } of deeds.filter(({ step }) => step === departureStep))
    for (const each of Array.isArray(about.rooms) ? about.rooms : []) {
      const room = String(each.room);
      if (seen.has(room)) continue;
      const how = removed.has(room) ? "removed by chatkeep" : "left as the account was deactivated";
      const left = stillIn.includes(room) ? "is still in it" : how;
      seen.set(room, { room, title: String(each.title), membership: String(each.membership), left });
    }
  return [...seen.values()];
}

/** Which rooms got another leader, by this run and by earlier ones. */
export function handedOver(deeds: readonly Deed[]): readonly { readonly room: string; readonly to: UserId }[] {
  return deeds.filter(isDone("handOver")).map(({ about }) => ({ room: String(about.room), to: about.to as UserId }));
}

function isDone(kind: OffboardStep["kind"]) {
  return ({ step, outcome }: Deed) => step === kind && outcome === "done";
}
