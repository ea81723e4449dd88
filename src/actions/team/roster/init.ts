import { type Problem, Refusal, SettingsError } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { standingRooms } from "../../../io/postgres/standing-rooms.ts";
import { seconds } from "../../../kinds/duration.ts";
import { newRosterText } from "../../../settings/team/edit/new-roster.ts";
import { readRoster } from "../../../settings/team/read-roster.ts";
import { asOperator } from "../../accounts/operate.ts";
import { readMembersAmong } from "../../recovery/audit/read.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { type Settled, settledStack } from "../../stack/settings.ts";
import { rosterFromServer, type ServerSeen } from "./from-server.ts";

/** What was written. */
export interface InitDone {
  readonly file: string;
  readonly members: number;
  readonly spaces: number;
  readonly rooms: number;
  /** An example, because the server has no accounts yet. */
  readonly example: boolean;
  /** What the roster cannot say of the server, in sentences. */
  readonly notes: readonly string[];
  /** What must be corrected in it before it can be applied. */
  readonly problems: readonly Problem[];
}

/** Writes a roster from what the running server has. Refuses where there is one. */
export async function initRoster(session: Session): Promise<InitDone> {
  const { paths, files } = session;
  if (await files.has(paths.roster)) throw thereAlready(paths.roster);
  const settled = await settledStack(session);
  const found = rosterFromServer(await seeServer(session, settled), settled.settings);
  const example = found.members.length === 0;
  const text = example ? exampleText(settled.settings.serverName) : newRosterText(found);
  if (!(await files.claim(paths.roster, text))) throw thereAlready(paths.roster);
  const counts = { members: found.members.length, spaces: found.spaces.length, rooms: found.rooms.length };
  const problems = example ? [] : problemsOf(text, paths.roster, settled);
  return { file: paths.roster, ...counts, example, notes: found.notes, problems };
}

function thereAlready(file: string): Refusal {
  return new Refusal(`${file} exists already`, {
    next: "Edit it, or move it away to have one written from the server.",
  });
}

function exampleText(server: string): string {
  return (readTemplates().get("team.yaml") ?? "").replaceAll("acme.example", server);
}

function problemsOf(text: string, file: string, { settings }: Settled): readonly Problem[] {
  try {
    readRoster(text, file, { ...settings, pictures: new Map() }); // it names none
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

async function seeServer(session: Session, settled: Settled): Promise<ServerSeen> {
  const { plan } = settled;
  const { stack: engine } = await reachEngine(session);
  return await asOperator(session, settled, async ({ accounts: all, rooms }) => {
    const accounts = await all.list();
    const others = await readMembersAmong(session, settled, accounts, {
      since: new Date(session.clock.now().getTime() - seconds(86_400)),
      take: () => undefined,
    });
    const standing = await standingRooms(engine.database(plan.services.postgres.name));
    const named = standing.filter(({ aliases, joined, replaced }) => aliases.length > 0 && joined > 0 && !replaced);
    const seen = named.map(async ({ room, aliases: [alias = ""] }) => ({
      room,
      alias,
      state: await rooms.state(room),
    }));
    return { accounts, others: new Set<string>(others), rooms: await Promise.all(seen) };
  });
}
