import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal, StackError } from "../../../errors.ts";
import { endOtherTokens } from "../../../io/postgres/audit/lockout.ts";
import type { ActingSession } from "../../../io/synapse/acting.ts";
import type { UserId } from "../../../kinds/names.ts";
import { decideLock } from "../../../operations/accounts/accounts.ts";
import { generatePassword } from "../../../operations/accounts/password.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import type { Narrator } from "../../../operations/steps/narrator.ts";
import { perform } from "../../../operations/steps/perform.ts";
import { decideOffboard } from "../../../operations/team/offboard/decide.ts";
import { departureEvidence, departureStep } from "../../../operations/team/offboard/evidence.ts";
import type { DepartureFacts, DepartureWishes } from "../../../operations/team/offboard/facts.ts";
import type { Proof } from "../../../operations/team/offboard/proofs.ts";
import type { OffboardingReport } from "../../../operations/team/offboard/report.ts";
import type { OffboardStep } from "../../../operations/team/offboard/steps.ts";
import { type OffboardWorld, offboardTable } from "../../../operations/team/offboard/table.ts";
import { type Administered, asOperator } from "../../accounts/operate.ts";
import { ensureAccess } from "../../recovery/audit/access.ts";
import type { Session } from "../../session.ts";
import { noteErasure } from "../../stack/bundle/erasures.ts";
import { reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { accessLeft, type Observer, observeDeparture } from "./observe.ts";
import { proveLockout } from "./prove.ts";

/** Who leaves, and what becomes of what they leave behind. */
export interface OffboardRequest {
  readonly user: UserId;
  readonly wishes: DepartureWishes;
}

/** What an offboarding would do. */
export interface PlannedOffboarding {
  readonly facts: DepartureFacts;
  readonly steps: readonly OffboardStep[];
}

/** What an offboarding did. */
export interface Offboarded {
  readonly report: OffboardingReport;
  readonly proofs: readonly Proof[];
}

/** Decides the steps from what is observed, and changes nothing. */
export async function planOffboarding(
  session: Session,
  settled: Settled,
  request: OffboardRequest,
): Promise<PlannedOffboarding> {
  return await asOperator(session, settled, async (server) =>
    decideNow(await observerFor(session, settled, server, null), request),
  );
}

/** What a command that has the stack's lock hands in. */
export interface Held {
  readonly session: Session;
  readonly settled: Settled;
  readonly server: Administered;
  readonly journal: Journal;
}

/** How the proof is tried out: what is left out, and how long a session that still works is asked again. */
export interface Trial {
  readonly keeps: (step: OffboardStep) => boolean;
  readonly patienceSeconds: number;
}

/** Everything is done; Synapse may remember a session for a while (`caches.cache_entry_ttl`), but sees a lock at once. */
const inEarnest: Trial = { keeps: () => true, patienceSeconds: 150 };

/** Offboards and proves, without a report; what is not remembered as done is done again. */
export async function offboardMember(
  held: Held,
  request: OffboardRequest,
  { keeps, patienceSeconds }: Trial = inEarnest,
): Promise<Offboarded> {
  const { session, settled, server, journal } = held;
  const { user, wishes } = request;
  const observer = await observerFor(session, settled, server, journal);
  const { facts, steps: all } = await decideNow(observer, request);
  const steps = all.filter(keeps);
  await journal.record(departureStep, departureEvidence(facts, wishes, steps), async () => undefined);
  const erased = (at: Date) => noteErasure(session, { user, at: at.toISOString(), ...wishes });
  await erased(session.clock.now()); // a run that is killed has taken something too
  const probe = await openProbe(observer, facts);
  const before = probe === null ? null : await probe.answer();
  return await withProgress(session.terminal, `offboarding ${user}`, async (narrator) => {
    const world = worldFor(held, observer, { user, probe, narrator });
    await perform(steps, offboardTable, world);
    await erased(session.clock.now());
    narrator.say("proving that no access is left");
    return await proveLockout({ ...observer, journal }, { facts, wishes, before, probe, patienceSeconds });
  });
}

/** A session lasts as long as the longest offboarding should; it is ended at the end of this one. */
const probeMinutes = 60;

/** One that is opened as the member before anything else is done; none where the account is closed. */
async function openProbe(
  { session, server }: Observer,
  { user, account }: DepartureFacts,
): Promise<ActingSession | null> {
  if (account.state === "deactivated") return null;
  return await server.actAs(user, new Date(session.clock.now().getTime() + probeMinutes * 60_000));
}

async function decideNow(observer: Observer, { user, wishes }: OffboardRequest): Promise<PlannedOffboarding> {
  const facts = await observeDeparture(observer, user);
  refuseTheLast(await observer.server.accounts.list(), facts);
  return { facts, steps: decideOffboard(facts, wishes) };
}

function refuseTheLast(
  all: Awaited<ReturnType<Administered["accounts"]["list"]>>,
  { user, account }: DepartureFacts,
): void {
  const own = all.find((each) => each.user === user);
  if (own === undefined) throw new Refusal(`${user} is no person's account`, { next: "Name a member." });
  if (account.state === "active") decideLock(own, all, true);
}

/** What observing and performing go through; `journal` is that of a command which has the lock. */
export async function observerFor(
  session: Session,
  settled: Settled,
  server: Administered,
  journal: Journal | null,
): Promise<Observer> {
  const { stack: engine } = await reachEngine(session);
  const postgres = settled.plan.services.postgres.name;
  await ensureAccess(session, engine, postgres, journal);
  return { session, settled, server, database: engine.database(postgres, "audit"), owner: engine.database(postgres) };
}

function worldFor(
  { server, journal }: Held,
  observer: Observer,
  { user, probe, narrator }: { user: UserId; probe: ActingSession | null; narrator: Pick<Narrator, "say"> },
): OffboardWorld {
  const { accounts, rooms, tokens, traces } = server;
  return {
    ...{ accounts, rooms, tokens, traces, journal, narrator, probe },
    newPassword: () => generatePassword(randomBytes),
    endOtherTokens: () => endOtherTokens(observer.owner, user),
    accessLeft: async () => {
      const left = await accessLeft(observer, user);
      if (left === null) throw new StackError(`The account ${user} is gone from the database`);
      return left;
    },
    pause: (seconds) => pause(seconds * 1_000),
  };
}
