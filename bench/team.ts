import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type Docker from "dockerode";
import type { SynapseOperator } from "../src/io/synapse/operator.ts";
import type { UserId } from "../src/kinds/names.ts";
import { nameOf } from "../src/plan/names.ts";
import { mainRoles } from "../src/plan/plan.ts";
import { operatorOf } from "../test/support/members/operator.ts";
import { engineOf } from "../test/support/stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../test/support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../test/support/stack/sweep.ts";
import { bootBare } from "./messages/bare.ts";
import { likeOurs } from "./messages/bare-containers.ts";
import { setPaused } from "./messages/compare.ts";
import type { Subject } from "./messages/subject.ts";
import { spentBetween, useOf } from "./messages/use.ts";
import { joinAll, makeAccounts, makeRooms } from "./team/accounts.ts";
import { type Chatter, chatterOn } from "./team/chatting.ts";
import type { Made, Round, TeamFigures } from "./team/figures.ts";
import { registerOnce } from "./team/registering.ts";

/** How many accounts are made in a round, in which way. */
export interface TeamComparison {
  readonly rounds: number;
  readonly byTool: number;
  readonly withPassword: number;
  readonly without: number;
  /** How many of those are then put into eight rooms each. */
  readonly members: number;
  readonly say: (line: string) => void;
}

/** Three rounds: thirty accounts by Synapse's own tool. About two minutes on two cores. */
export const shortTeam: Omit<TeamComparison, "say"> = {
  rounds: 3,
  byTool: 10,
  withPassword: 60,
  without: 300,
  members: 30,
};

/**
 * How fast accounts are made as `team apply` makes them, and by `register_new_matrix_user` once for each member, in a stock Synapse with
 * the same images and memory; by turns, the other server paused. Nothing but accounts: memberships are measured apart.
 */
export async function measureTeam(comparison: TeamComparison): Promise<TeamFigures> {
  await sweepLeftovers();
  const stack = await bootStack(await testSettings());
  try {
    const operator = await operatorOf(stack);
    const ours = { containers: containersOf(stack) };
    const bare = await bootBare(await likeOurs(engineOf(stack), ours));
    try {
      return await compareOn({ stack, operator, ours, bare }, comparison);
    } finally {
      operator.close();
      await bare.remove();
    }
  } finally {
    await removeStack(stack);
  }
}

interface Servers {
  readonly stack: StackRecord;
  readonly operator: SynapseOperator;
  readonly ours: Pick<Subject, "containers">;
  readonly bare: Subject;
}

async function compareOn(servers: Servers, comparison: TeamComparison): Promise<TeamFigures> {
  const { stack, operator, bare } = servers;
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-bench-"));
  const chatter = await chatterOn(stack, operator, "ana");
  const idle = (await chatter.during(() => setTimeout(10_000))).milliseconds;
  await registerOnce(engineOf(stack), bare.containers.synapse ?? "", "first");
  const [rounds, chatting]: [Round[], number[]] = [[], []];
  for (let round = 1; round <= comparison.rounds; round++) {
    const byTool = await toolRound(servers, round, comparison);
    const { result, milliseconds } = await ourRound(servers, { round, folder, chatter }, comparison);
    rounds.push({ byTool, ...result });
    chatting.push(...milliseconds);
    comparison.say(`round ${round}: ${inShort({ byTool, ...result })}`);
  }
  const joins = await joining(servers, { folder, chatter }, comparison.members);
  comparison.say(`memberships: ${joins.result.perSecond.toFixed(2)}/s`);
  await chatter.close();
  await rm(folder, { recursive: true, force: true });
  return { rounds, joins: joins.result, idle, chatting, joining: joins.milliseconds };
}

/** Members who are put into eight rooms, apart from accounts; nothing is beside it to compare with. */
async function joining(servers: Servers, { folder, chatter }: Omit<Turn, "round">, members: number) {
  const { stack, operator, ours, bare } = servers;
  const engine = engineOf(stack);
  const rooms = await makeRooms(operator, 8);
  const users = Array.from({ length: members }, (_, index) => `@n1-${index}:${stack.serverName}` as UserId);
  await setPaused(engine, bare, true);
  const joins = await chatter.during(() =>
    measured(engine, ours, members * rooms.length, () => joinAll(operator, folder, users, rooms)),
  );
  await setPaused(engine, bare, false);
  return joins;
}

/** By the tool, one after the other, while our server is paused. */
async function toolRound({ stack, ours, bare }: Servers, round: number, { byTool }: TeamComparison): Promise<Made> {
  const engine = engineOf(stack);
  await setPaused(engine, ours, true);
  const made = await measured(engine, bare, byTool, async () => {
    for (let index = 0; index < byTool; index++)
      await registerOnce(engine, bare.containers.synapse ?? "", `t${round}-${index}`);
  });
  await setPaused(engine, ours, false);
  return made;
}

interface Turn {
  readonly round: number;
  readonly folder: string;
  readonly chatter: Chatter;
}

/** By steps with a journal, while someone chats through the proxy; the other server is paused. */
async function ourRound(servers: Servers, { round, folder, chatter }: Turn, comparison: TeamComparison) {
  const { stack, operator, ours, bare } = servers;
  const engine = engineOf(stack);
  const make = (count: number, mark: string, withPasswords: boolean) => {
    const name = (index: number) => `@${mark}${round}-${index}:${stack.serverName}` as UserId;
    const users = Array.from({ length: count }, (_, index) => name(index));
    return measured(engine, ours, count, () => makeAccounts(operator, folder, users, withPasswords));
  };
  await setPaused(engine, bare, true);
  const { result, milliseconds } = await chatter.during(() => make(comparison.withPassword, "p", true));
  const without = await make(comparison.without, "n", false);
  await setPaused(engine, bare, false);
  return { result: { withPassword: result, without }, milliseconds };
}

async function measured(
  engine: Docker,
  subject: Pick<Subject, "containers">,
  count: number,
  work: () => Promise<void>,
): Promise<Made> {
  const before = await useOf(engine, subject);
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  const after = await useOf(engine, subject);
  const spent = Object.keys(subject.containers).map((role) => spentBetween(before, after, role));
  return { perSecond: count / seconds, processorMilliseconds: spent.reduce((sum, each) => sum + each, 0) / count };
}

function containersOf({ name }: StackRecord): Subject["containers"] {
  return Object.fromEntries(mainRoles.map((role) => [role, nameOf(name, role)]));
}

function inShort(round: Round): string {
  const said = ([way, { perSecond, processorMilliseconds }]: [string, Made]) =>
    `${way} ${perSecond.toFixed(2)}/s, ${processorMilliseconds.toFixed(0)} ms of processor each`;
  return Object.entries(round).map(said).join("; ");
}
