import { StackError } from "../../../errors.ts";
import { until } from "../../../io/machine/until.ts";
import type { ActingSession, SessionAnswer } from "../../../io/synapse/acting.ts";
import type { Deed } from "../../../operations/journal/entry.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { decideHandOvers } from "../../../operations/team/offboard/decide.ts";
import { deedsAbout, handedOver, provenStep } from "../../../operations/team/offboard/evidence.ts";
import { comparePowers, type DepartureFacts, type DepartureWishes } from "../../../operations/team/offboard/facts.ts";
import { judgeLockout, type ProbeFacts, type Proof } from "../../../operations/team/offboard/proofs.ts";
import { type OffboardingReport, offboardingReport } from "../../../operations/team/offboard/report.ts";
import { departureRoom } from "../../../operations/team/offboard/room-facts.ts";
import { knownThings } from "../../../operations/team/offboard/words.ts";
import { deedsOf } from "../../journal/read.ts";
import { onThisStack } from "../../session.ts";
import { accessLeft, type Observer, tokensOf } from "./observe.ts";

/** What the proofs are about. */
export interface Departed {
  readonly facts: DepartureFacts;
  readonly wishes: DepartureWishes;
  /** How the probe was answered before anything was done. */
  readonly before: SessionAnswer | null;
  readonly probe: ActingSession | null;
  /** For how long a session that is not refused is asked again. */
  readonly patienceSeconds: number;
}

/** Asks the server what is left, judges it, and puts the report together. The journal keeps what was found. */
export async function proveLockout(
  observer: Observer & { readonly journal: Journal },
  departed: Departed,
): Promise<{ readonly report: OffboardingReport; readonly proofs: readonly Proof[] }> {
  const { session, settled, journal } = observer;
  const { facts, wishes } = departed;
  const { user } = facts;
  const probe = await askProbe(departed);
  const access = await accessLeft(observer, user);
  if (access === null) throw new StackError(`The account ${user} is gone from the database`);
  const deeds = await deedsOf(session, session.paths.journal);
  const [tokens, unled] = await Promise.all([tokensOf(observer, user), unledRooms(observer, facts, deeds)]);
  const proofs = judgeLockout({ access, probe, tokens, unled, wishes });
  const failed = proofs.filter(({ holds }) => !holds).map(({ id }) => id);
  const about = { user, lockedOut: failed.length === 0, proofs: proofs.length, failed };
  await journal.record(provenStep, about, async () => undefined);
  const { settings, plan } = settled;
  const report = offboardingReport({
    ...{ server: plan.serverName, facts, wishes, proofs, deeds },
    stillIn: Object.keys(access.rooms),
    known: knownThings({
      cloudflare: settings.dns.provider !== "none",
      words: (command) => onThisStack(command, session.stack),
    }),
    ...{ by: session.who, run: session.run, ended: session.clock.now(), epoch: settings.epochs.evidenceKey ?? 0 },
  });
  return { report, proofs };
}

/** Asks until it is refused, as long as a cache may remember it; then ends it. */
async function askProbe({ before, probe, patienceSeconds }: Departed): Promise<ProbeFacts | null> {
  if (probe === null || before === null) return null;
  const began = performance.now();
  const refused = async () => {
    const answer = await probe.answer();
    return answer === "accepted" ? null : answer;
  };
  const after = await until("refusal", refused, { seconds: patienceSeconds, everyMilliseconds: 1_000 }).catch(
    (): SessionAnswer => "accepted",
  );
  const waitedSeconds = Math.round((performance.now() - began) / 1_000);
  await probe.end();
  return { before, after, waitedSeconds };
}

/** Rooms that had to be handed over, and whose new leader cannot lead or is not in it. */
async function unledRooms(
  { server }: Observer,
  facts: DepartureFacts,
  deeds: readonly Deed[],
): Promise<readonly string[]> {
  const { user } = facts;
  const handed = [...decideHandOvers(facts), ...handedOver(deedsAbout(deeds, user))];
  const judged = await Promise.all(
    handed.map(async ({ room, to }) => {
      const people = new Set([to]);
      const context = { room, user, membership: "join", operator: server.operator, team: new Set<string>(), people };
      const seen = departureRoom(await server.rooms.state(room), context);
      const leads = seen.people.some((each) => each.user === to && comparePowers(each.power, seen.leading) >= 0);
      return leads ? [] : [room];
    }),
  );
  return [...new Set(judged.flat())];
}
