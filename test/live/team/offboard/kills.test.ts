import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { asOperator } from "../../../../src/actions/accounts/operate.ts";
import { sessionFor } from "../../../../src/actions/session.ts";
import { settledStack } from "../../../../src/actions/stack/settings.ts";
import { withLock } from "../../../../src/actions/stack/with-lock.ts";
import { type Held, type Offboarded, observerFor } from "../../../../src/actions/team/offboard/offboard.ts";
import { offboard } from "../../../../src/actions/team/offboard/with-report.ts";
import type { SynapseOperator } from "../../../../src/io/synapse/operator.ts";
import { synapseRooms } from "../../../../src/io/synapse/rooms.ts";
import { fieldsOf } from "../../../../src/kinds/json.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import { openTeamRecord, readTeamRecord } from "../../../../src/operations/team/record-file.ts";
import { madeUpTerminal } from "../../../cli/terminal/made-up-terminal.ts";
import type { StopPoint } from "../../../support/kills/moments.ts";
import { startAndStop } from "../../../support/kills/strike.ts";
import { operatorOf } from "../../../support/members/operator.ts";
import { makeMember } from "../../../support/members/people.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { type LeavingRooms, makeLeaving, type Requester, requesterOf } from "../../../support/team/leaving.ts";
import { forgetTeam, writeRoster } from "../../../support/team/roster-file.ts";

const stack = inject("teamStack");
const operatorId = `@chatkeep:${stack.serverName}` as UserId;
let operator: SynapseOperator;
let host: Requester;

beforeAll(async () => {
  vi.stubEnv("XDG_STATE_HOME", stack.stateHome);
  operator = await operatorOf(stack);
  host = await requesterOf(stack, await makeMember(operator, stack.serverName, "kil-ana"));
  await withServer(({ session, settled, server, journal }) => observerFor(session, settled, server, journal)); // its own line is not one of the victim's
});

afterAll(async () => {
  operator?.close();
  await forgetTeam(stack);
  vi.unstubAllEnvs();
});

const sessionOf = () => sessionFor("team offboard", stack.name, madeUpTerminal().terminal);

async function withServer<Result>(doing: (held: Held) => Promise<Result>): Promise<Result> {
  const session = sessionOf();
  const settled = await settledStack(session);
  return await withLock(session, (_, journal) =>
    asOperator(session, settled, (server) => doing({ session, settled, server, journal })),
  );
}

/** The lines of one offboarding, in their order. */
const lines = [
  ...["departure", "handOver", "freeze", "handOver", "removeFromRoom", "endSessions", "revokeToken"],
  ...["redact", "deleteMedia", "deactivate", "prove"],
];

/** Each step's line is written after it, and sealed after that: the chain's file is renamed twice for a line. */
const moments: readonly (readonly [string, StopPoint])[] = [
  ...lines.flatMap((step, at): (readonly [string, StopPoint])[] => {
    const occurrence = lines.slice(0, at + 1).filter((each) => each === step).length;
    return [
      [`before the line of ${step} ${occurrence}`, { call: "append", about: `"step":"${step}"`, occurrence }],
      [
        `after the line of ${step} ${occurrence}`,
        { call: "rename", about: "journal.jsonl.last$", occurrence: 2 * at + 2 },
      ],
    ];
  }),
  ["before the team's record says it", { call: "rename", about: "/team.json$" }],
  ["before the report's page is written", { call: "rename", about: ".html$" }],
];

/** Where the operator is in the room, before it removed the member and after it: its next request is never sent. */
const inside: readonly (readonly [string, StopPoint])[] = [
  ["before the member is removed from the room", { call: "request", about: "/kick" }],
  ["before the operator leaves the room", { call: "request", about: "/leave" }],
];

it.each([...sample("kills of team offboard", moments, 1), ...sample("kills in a room", inside, 1)])(
  "an offboarding that is killed %s is finished by the next, with a whole report",
  async (_, point) => {
    const alias = `kil-${randomBytes(3).toString("hex")}`;
    const { userId, rooms, token } = await makeLeaving(stack, operator, { host, alias });
    const user = userId as UserId;
    await writeRoster(stack.name, {
      members: [{ id: host.userId, name: "Ana", role: "admin" }],
      rooms: [{ alias, name: alias }],
    });
    const session = sessionOf();
    await withLock(session, async () =>
      (await openTeamRecord(session, session.paths.teamRecord)).change(user, { tokens: [token.slice(0, 5)] }),
    );
    await killAt(user, point);
    const wishes = { history: "redact", media: "delete", erase: true } as const;
    const offboarded = await offboard(session, await settledStack(session), { user, wishes, reports: null });
    expectWhole(offboarded, rooms);
    await expectLed(rooms);
    expect((await synapseRooms(operator, operatorId).memberships(operatorId)).get(rooms.team)).not.toBe("join");
    const { members } = await readTeamRecord(session, session.paths.teamRecord);
    expect(members[user]?.offboarded).toBe(offboarded.report.ended);
    await chatkeepSucceeds(stack, ["journal", "verify"]);
  },
);

/** A run that is not stopped there was not killed, and is no test of anything. */
async function killAt(user: UserId, point: StopPoint): Promise<void> {
  const words = ["team", "offboard", user, "--redact", "--delete-media", "--erase", "--yes"];
  const stopped = await startAndStop(stack, words, point);
  if (stopped === null) throw new Error(`The offboarding ended before ${JSON.stringify(point)}`);
  const ended = once(stopped, "exit");
  stopped.kill("SIGKILL");
  expect((await ended)[1]).toBe("SIGKILL");
}

/** What is proven and said is the same, wherever the first run was killed. */
function expectWhole({ report, proofs }: Offboarded, { eleven, twelve, alone, team }: LeavingRooms): void {
  expect(proofs.filter(({ holds }) => !holds)).toEqual([]);
  expect(proofs.length).toBeGreaterThanOrEqual(16);
  const deactivated = "left as the account was deactivated";
  expect(Object.fromEntries(report.rooms.map(({ room, left }) => [room, left]))).toEqual({
    ...{ [eleven]: deactivated, [twelve]: deactivated, [alone]: deactivated, [team]: "removed by chatkeep" },
  });
  const stays = report.cannotBeUndone.join("\n");
  expect(stays).toContain(`stays a creator of ${twelve} for ever`);
  for (const room of [eleven, alone]) expect(stays).toMatch(new RegExp(`power levels of .*${room} \\(100\\)`));
  expect(stays).toContain(`could lead ${alone}.`);
  for (const word of ["What was redacted", "Files that were deleted", "Erasure hides"]) expect(stays).toContain(word);
  const said = report.steps.map(({ step, outcome }) => `${step} | ${outcome}`).join("\n");
  for (const words of [`administrator of ${eleven}`, `leaves) of ${twelve}`]) expect(said).toContain(words);
  for (const words of ["lock @", "remove @", "end every session", "revoke", "redact", "delete the files"])
    expect(said).toContain(words);
  expect(said).toContain("deactivate @");
  expect(said).not.toContain("failed");
}

async function expectLed({ eleven, twelve }: LeavingRooms): Promise<void> {
  const powers = [eleven, twelve].map(async (room) => {
    const state = await synapseRooms(operator, operatorId).state(room);
    const content = fieldsOf(state.find(({ type }) => type === "m.room.power_levels")?.content);
    return fieldsOf(content.users)[host.userId];
  });
  expect(await Promise.all(powers)).toEqual([100, 150]);
}
