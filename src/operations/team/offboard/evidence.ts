import type { UserId } from "../../../kinds/names.ts";
import type { Deed } from "../../journal/entry.ts";
import { type AnyStep, evidenceOf } from "../../steps/table.ts";
import { isLedByThemAlone } from "./decide.ts";
import { comparePowers, type DepartureFacts, type DepartureRoom, type DepartureWishes, roomTitle } from "./facts.ts";
import type { OffboardStep } from "./steps.ts";
import { offboardTable } from "./table.ts";

/** The journal's line with which an offboarding begins: where they were, before anything is done. */
export const departureStep = "departure";

/** The journal's line with which a freeze is undone. */
export const unlockStep = "unlock";

/** The journal's line with which one ends. */
export const provenStep = "prove";

/** What stays of a member in a room that they left, as it was while they were in it. */
export interface TraceInRoom {
  readonly title: string;
  /** The power that no one can take from them; null where others can. */
  readonly stays: number | "creator" | null;
  /** Whether no member of this server is left who could lead the room. */
  readonly unled: boolean;
}

/** What the first line holds: all that can no longer be observed once the account is closed. */
export function departureEvidence(
  { user, account, rooms, access }: DepartureFacts,
  wishes: DepartureWishes,
  steps: readonly OffboardStep[],
) {
  const planned = steps.flatMap((step) => {
    const evidence = evidenceOf(step, offboardTable);
    return evidence === null ? [] : [{ kind: step.kind, ...evidence }];
  });
  const found = rooms.map((room) => ({ room: room.room, membership: room.membership, ...traceIn(room) }));
  const closed = account.state === "deactivated";
  return { user, ...wishes, closed, devices: access.devices, rooms: found, planned };
}

function traceIn(room: DepartureRoom): TraceInRoom {
  const { power, leading, people } = room;
  const stays = comparePowers(power, leading) >= 0 ? power : null;
  return { title: roomTitle(room), stays, unled: isLedByThemAlone(room) && people.length === 0 };
}

/**
 * The lines of this offboarding, with a freeze that came before: those after the last that was undone, or that was finished before the
 * account was found open again. One that is finished already is proven again with all that was done for it.
 */
export function deedsAbout(all: readonly Deed[], user: UserId): readonly Deed[] {
  const about = all.filter((deed) => deed.about.user === user);
  const opened = about.findLastIndex(({ step, about: { closed } }) => step === departureStep && closed !== true);
  const isEnd = ({ step, about: { lockedOut } }: Deed, at: number) =>
    step === unlockStep || (step === provenStep && lockedOut === true && at < opened);
  const isOurs = ({ step }: Deed) => step === departureStep || step === provenStep || isStepKind(step);
  return about.slice(about.findLastIndex(isEnd) + 1).filter(isOurs);
}

function isStepKind(step: string): step is OffboardStep["kind"] {
  return Object.hasOwn(offboardTable, step);
}

/** A room that one of the beginnings found, as its line says. */
export interface FoundRoom extends TraceInRoom {
  readonly room: string;
  readonly membership: string;
}

/** The rooms that the beginnings found, each as it was found last: the runs that came later no longer see those that were left. */
export function roomsFound(deeds: readonly Deed[]): readonly FoundRoom[] {
  const found = deeds.filter(isBeginning).flatMap((deed) => listIn(deed, "rooms").map(foundRoom));
  return [...new Map(found.map((each) => [each.room, each])).values()];
}

function foundRoom({ room, title, membership, stays, unled }: Readonly<Record<string, unknown>>): FoundRoom {
  return {
    room: String(room),
    title: String(title),
    membership: String(membership),
    stays: stays === "creator" || typeof stays === "number" ? stays : null,
    unled: unled === true,
  };
}

/** A step that a run was killed in or before. */
export interface Interrupted {
  readonly step: AnyStep & { readonly room?: unknown };
  /** The last line of that run. */
  readonly after: Deed;
  /** The first line of the run after it, which found out how far it came. */
  readonly next: Deed;
}

/** In which steps runs were killed: the first planned one of each run that has no line, where another run followed. */
export function interruptedSteps(deeds: readonly Deed[]): readonly Interrupted[] {
  const beginnings = deeds.filter(isBeginning);
  return beginnings.flatMap((beginning, at) => {
    const next = beginnings[at + 1];
    const own = deeds.filter((deed) => deed.run === beginning.run && !isBeginning(deed));
    const step = listIn(beginning, "planned")[own.length];
    if (next === undefined || step === undefined || own.some(({ outcome }) => outcome === "failed")) return [];
    return [{ step: { ...step, kind: String(step.kind) }, after: own.at(-1) ?? beginning, next }];
  });
}

/** Out of which rooms they were removed: by a line that says so, or by a run that was killed, where the next one no longer found them. */
export function roomsRemovedFrom(deeds: readonly Deed[]): ReadonlySet<unknown> {
  const done = deeds.filter(({ step, outcome }) => step === "removeFromRoom" && outcome === "done");
  const interrupted = interruptedSteps(deeds).filter(
    ({ step, next }) => step.kind === "removeFromRoom" && !listIn(next, "rooms").some(({ room }) => room === step.room),
  );
  return new Set([...done.map(({ about }) => about.room), ...interrupted.map(({ step }) => step.room)]);
}

/** Which rooms got another leader, by this run and by earlier ones. */
export function handedOver(deeds: readonly Deed[]): readonly { readonly room: string; readonly to: UserId }[] {
  return deeds
    .filter(({ step, outcome }) => step === "handOver" && outcome === "done")
    .map(({ about }) => ({ room: String(about.room), to: about.to as UserId }));
}

function isBeginning({ step }: Deed): boolean {
  return step === departureStep;
}

function listIn(deed: Deed | undefined, key: string): readonly Readonly<Record<string, unknown>>[] {
  const found = deed?.about[key];
  return Array.isArray(found) ? found : [];
}
