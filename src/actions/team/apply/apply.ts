import { randomBytes } from "node:crypto";
import { Refusal, StackError } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";
import { generatePassword } from "../../../operations/accounts/password.ts";
import { generateToken } from "../../../operations/accounts/tokens.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { perform } from "../../../operations/steps/perform.ts";
import { isAgreed, refuseUnnamed, type TeamConsent } from "../../../operations/team/apply/consent.ts";
import { decideTeam } from "../../../operations/team/apply/deciding/decide.ts";
import { howFar } from "../../../operations/team/apply/performing/summary.ts";
import { teamSteps } from "../../../operations/team/apply/performing/table.ts";
import type { TeamWorld } from "../../../operations/team/apply/performing/world.ts";
import type { TeamPlan } from "../../../operations/team/apply/plan.ts";
import { refuseUnencrypted } from "../../../operations/team/apply/possible.ts";
import type { TeamSeen } from "../../../operations/team/apply/seen.ts";
import type { TeamStep } from "../../../operations/team/apply/steps.ts";
import type { DepartureWishes } from "../../../operations/team/offboard/facts.ts";
import { readTeamRecord } from "../../../operations/team/record-file.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import { type Administered, asOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { type Settled, settledStack } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";
import { withProgress } from "../../terminal.ts";
import { offboardAndReport } from "../offboard/with-report.ts";
import type { Delivered } from "../onboarding/deliver.ts";
import { type Onboarding, openOnboarding } from "../onboarding/onboarding.ts";
import { bytesOfPicture } from "../roster/pictures.ts";
import { rosterOf } from "../roster/roster-of.ts";
import { observeTeam } from "./observe.ts";

/** How long a newcomer's registration token holds. */
const tokenDays = 14;

/** A roster, and what applying it would do. */
export interface PreparedTeam {
  readonly settled: Settled;
  readonly roster: Roster;
  readonly plan: TeamPlan;
}

/** Compares the roster with the running server, and changes nothing. */
export async function planTeam(session: Session): Promise<PreparedTeam> {
  const settled = await settledStack(session);
  const roster = await rosterOf(session, settled.settings);
  const { plan } = await asOperator(session, settled, (server) => decideFor(session, settled, roster, server));
  return { settled, roster, plan };
}

/** What applying did. */
export interface AppliedTeam {
  readonly plan: TeamPlan;
  readonly delivered: readonly Delivered[];
  readonly departures: readonly Departed[];
}

/** One member who was offboarded, and where the signed report of it is. */
export interface Departed {
  readonly user: UserId;
  readonly lockedOut: boolean;
  readonly files: readonly string[];
}

/** How a roster is applied. */
export interface ApplyWishes {
  /** Where the sheets of newcomers go. */
  readonly folder: string;
  readonly consent: TeamConsent;
  /** What becomes of what those leave behind who are offboarded. */
  readonly departure: DepartureWishes;
  readonly signal?: AbortSignal;
}

/** Makes the server agree with the roster, under the stack's lock; the plan is made again there, and must be one that was agreed to. */
export function applyTeam(
  session: Session,
  { settled, roster }: PreparedTeam,
  wishes: ApplyWishes,
): Promise<AppliedTeam> {
  return withLock(session, (_, journal) =>
    asOperator(session, settled, async (server) => {
      const { plan, seen } = await decideFor(session, settled, roster, server);
      if (!isAgreed(plan, wishes.consent)) throw changedMeanwhile();
      refuseUnnamed(plan, wishes.consent);
      const { folder } = wishes;
      const onboarding = await openOnboarding(session, settled, { folder, occasion: "new member" });
      try {
        const departures: Departed[] = [];
        const world = worldFor(session, { settled, roster, server, seen, onboarding, journal, wishes, departures });
        await withProgress(session.terminal, "applying the roster", (narrator) =>
          performTeam(session, plan.steps, { ...world, narrator }, wishes.signal),
        );
        return { plan, delivered: onboarding.delivered(), departures };
      } catch (error) {
        for (const line of handedOut(onboarding.delivered())) session.terminal.note(line);
        throw error;
      } finally {
        onboarding.close();
      }
    }),
  );
}

/** What a run that stopped has handed out is valid, and the next run does not name it again. */
function handedOut(delivered: readonly Delivered[]): readonly string[] {
  const places = delivered.flatMap(({ user, files: [file], mailedTo }) => [
    ...(file === undefined ? [] : [`  ${user}: ${file}`]),
    ...(mailedTo === null ? [] : [`  ${user}: a mail to ${mailedTo}`]),
  ]);
  return places.length === 0 ? [] : ["", "Handed out before it stopped, and valid:", ...places];
}

/** The first refusal of the server ends it; then it is said how far it came. */
async function performTeam(
  { terminal }: Session,
  steps: readonly TeamStep[],
  world: TeamWorld,
  signal: AbortSignal | undefined,
): Promise<void> {
  let done = 0;
  const counting: Journal = {
    record: async (...of) => {
      const result = await world.journal.record(...of);
      done++;
      return result;
    },
  };
  try {
    await perform(steps, teamSteps, { ...world, journal: counting }, signal);
  } catch (error) {
    terminal.note(howFar(steps, done));
    throw error;
  }
}

async function decideFor(session: Session, settled: Settled, roster: Roster, server: Administered) {
  const record = await readTeamRecord(session, session.paths.teamRecord);
  const { serverName } = settled.plan;
  const seen = await observeTeam(server, { roster, record, serverName, now: session.clock.now() });
  const plan = decideTeam(roster, seen);
  refuseUnencrypted(roster, plan);
  return { seen, plan };
}

interface Parts {
  readonly settled: Settled;
  readonly roster: Roster;
  readonly server: Administered;
  readonly seen: TeamSeen;
  readonly onboarding: Onboarding;
  readonly journal: Journal;
  readonly wishes: ApplyWishes;
  readonly departures: Departed[];
}

function worldFor(session: Session, parts: Parts): Omit<TeamWorld, "narrator"> {
  const { settled, roster, server, seen, onboarding, journal } = parts;
  const { accounts, rooms, tokens, media, operator } = server;
  const now = () => session.clock.now();
  return {
    ...{ journal, accounts, rooms, tokens, media, operator, now },
    bytesOf: (picture) => bytesOfPicture(session, picture),
    record: onboarding.record,
    welcome: onboarding.welcome,
    serverName: settled.plan.serverName,
    members: new Map(roster.members.map((member) => [member.id, member])),
    places: new Map([...seen.places].map(([alias, { room }]) => [alias, room])),
    newPassword: () => generatePassword(randomBytes),
    newToken: () => generateToken(randomBytes),
    tokenExpires: () => new Date(now().getTime() + tokenDays * 86_400_000).toISOString(),
    offboard: (user) => depart(session, parts, user),
  };
}

/** The report is written before anything else is done: it is the evidence. */
async function depart(
  session: Session,
  { settled, server, onboarding: { record }, journal, wishes, departures }: Parts,
  user: UserId,
): Promise<void> {
  const request = { user, wishes: wishes.departure, reports: null };
  const { report, files } = await offboardAndReport({ session, settled, server, journal, record }, request);
  departures.push({ user, lockedOut: report.lockedOut, files });
  if (report.lockedOut) return;
  throw new StackError(`${user} was offboarded, and a proof that no access is left does not hold`, {
    next: `Read which, and what to do:  ${files.join(" ")}`,
  });
}

function changedMeanwhile(): Refusal {
  return new Refusal(
    "The server or the team's record changed since the plan was shown, and more would be taken away now",
    {
      next: "Run the command again, and read its new plan.",
    },
  );
}
