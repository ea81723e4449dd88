import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { percentile } from "../../../bench/messages/statistics.ts";
import { type Chatter, chatterOn } from "../../../bench/team/chatting.ts";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { synapseRooms } from "../../../src/io/synapse/rooms.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { type Deed, parseDeed } from "../../../src/operations/journal/entry.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeepSucceeds, environmentOf } from "../../support/stack/command-line.ts";
import { largeRoster } from "../../support/team/large-roster.ts";

const stack = inject("teamStack");
const paths = pathsOf(stack.name, { ...process.env, ...environmentOf(stack) });
const prefix = "large";
const count = isSoak ? 1_000 : 30;

let folder: string;
let operator: SynapseOperator;
let chatter: Chatter;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-large-"));
  operator = await operatorOf(stack);
  chatter = await chatterOn(stack, operator, `${prefix}-chatter`);
  await writeFile(paths.roster, largeRoster(stack.serverName, prefix, count));
});

/** The record goes too: to the next roster these are unknown accounts, and no one who left. */
afterAll(async () => {
  operator?.close();
  await chatter?.close();
  await Promise.all([folder, paths.roster, paths.teamRecord].map((path) => rm(path, { recursive: true, force: true })));
});

/** A thousand take minutes. */
const patience = isSoak ? 3_600_000 : 300_000;

describe(`a team of ${count}`, { timeout: patience }, () => {
  it("is made side by side while a member chats, each step with its line in a journal that is whole", async () => {
    const applying = () => chatkeepSucceeds(stack, ["team", "apply", "--yes", "--json", "--sheets", folder]);
    const { result, milliseconds } = await chatter.during(applying);
    console.log(`applied in ${result.seconds.toFixed(1)} s: ${await paces()}`);
    console.log(`a message took ${said(milliseconds)} ms meanwhile`);
    const { steps } = JSON.parse(result.stdout);
    expect(steps.filter(({ kind }: { kind: string }) => kind === "makeAccount")).toHaveLength(count);
    expect(steps.filter(({ kind }: { kind: string }) => kind === "join")).toHaveLength(3 * count);
    expect((await ownDeeds()).filter(({ step, outcome }) => step === "join" && outcome === "done")).toHaveLength(
      3 * count,
    );
    await chatkeepSucceeds(stack, ["journal", "verify"]);
    const accounts = await synapseAccounts(operator, `@chatkeep:${stack.serverName}` as UserId).list();
    expect(accounts.filter(({ user }) => /^@large-\d+:/.test(user))).toHaveLength(count);
    const rooms = await synapseRooms(operator, `@chatkeep:${stack.serverName}` as UserId).list();
    expect(rooms.find(({ name }) => name === "All")).toMatchObject({ joined: count });
    expect(milliseconds.length).toBeGreaterThan(0);
  });

  it("is seen to be as its roster says: planned, and applied again with nothing to do", async () => {
    const planned = await chatkeepSucceeds(stack, ["team", "plan", "--json"]);
    const again = await chatkeepSucceeds(stack, ["team", "apply", "--yes", "--json", "--sheets", folder]);
    expect([JSON.parse(planned.stdout).steps, JSON.parse(again.stdout).changed]).toEqual([[], false]);
    console.log(`planned in ${planned.seconds.toFixed(1)} s, applied again in ${again.seconds.toFixed(1)} s`);
  });
});

function said(milliseconds: readonly number[]): string {
  const [half, most] = [0.5, 0.95].map((share) => percentile(milliseconds, share).toFixed(0));
  return `${half} (95 % within ${most}, the longest ${Math.max(...milliseconds).toFixed(0)})`;
}

/** How many steps of each kind, in how many seconds from the first one's beginning to the last one's end. */
async function paces(): Promise<string> {
  const kinds = Map.groupBy(await ownDeeds(), ({ step }) => step);
  return [...kinds].map(([kind, deeds]) => `${deeds.length} ${kind} in ${spanOf(deeds).toFixed(1)} s`).join(", ");
}

function spanOf(deeds: readonly Deed[]): number {
  const begins = deeds.map(({ time }) => Date.parse(time));
  const ends = deeds.map(({ time, seconds }) => Date.parse(time) + seconds * 1_000);
  return (Math.max(...ends) - Math.min(...begins)) / 1_000;
}

/** What the journal says of this roster's steps. */
async function ownDeeds(): Promise<readonly Deed[]> {
  const lines = (await readFile(paths.journal, "utf8")).split("\n");
  return lines.filter((line) => line.includes(prefix)).flatMap((line) => parseDeed(line) ?? []);
}
