import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MemberDevice, newDevice } from "../test/support/members/recovering/device.ts";
import { newPerson, placeAt } from "../test/support/members/recovering/scene.ts";
import { backedUp, setUpRecovery } from "../test/support/members/recovering/setting-up.ts";
import { program } from "../test/support/stack/command-line.ts";
import { bootStack, type StackRecord, testSettings } from "../test/support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../test/support/stack/sweep.ts";
import { encryptedRoomOf, sendInBulk } from "./export/bulk.ts";
import { type Ran, run } from "./export/process.ts";
import { median } from "./messages/statistics.ts";
import { raisedLimits } from "./messages/subject.ts";

/** How much is exported, and how often: a person may sign in five times in a row. */
export interface ExportComparison {
  readonly events: number;
  readonly rounds: 1 | 2;
  readonly say: (line: string) => void;
}

/** What both came to, round by round. */
export interface ExportFigures {
  readonly events: number;
  readonly ours: readonly Ran[];
  readonly scrollback: readonly Ran[];
}

/** What is compared has what someone would wait for: from the start of the command to its end. */
interface Case {
  readonly stack: StackRecord;
  readonly userId: string;
  readonly typed: readonly string[];
  readonly room: string;
}

/** How fast a room's history is exported, by `chatkeep export` and by a script of some twenty lines with matrix-js-sdk, on the same server, by turns. */
export async function measureExport(comparison: ExportComparison): Promise<ExportFigures> {
  await sweepLeftovers();
  const stack = await bootStack({ ...(await testSettings()), memory: "2 GiB", homeserver: raisedLimits });
  try {
    return await compareOn(stack, comparison);
  } finally {
    await removeStack(stack);
  }
}

async function compareOn(stack: StackRecord, { events, rounds, say }: ExportComparison): Promise<ExportFigures> {
  const subject = await fill(stack, events, say);
  const [ours, scrollback]: [Ran[], Ran[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    ours.push(await exportOnce(subject));
    scrollback.push(await scrollOnce(subject));
    say(`round ${round}: ${inShort(ours.at(-1))} by chatkeep, ${inShort(scrollback.at(-1))} by the script`);
  }
  return { events, ours, scrollback };
}

async function fill(stack: StackRecord, events: number, say: ExportComparison["say"]): Promise<Case> {
  const place = await placeAt(stack);
  const person = await newPerson(place, "ana");
  place.close();
  const device = await newDevice(stack, person, "off");
  const key = await setUpRecovery(device);
  const room = await encryptedRoomOf(device);
  const begin = performance.now();
  await sendInBulk(device, room, events);
  await backedUp(device);
  await readThrough(device, room);
  await device.stop();
  say(`${events} encrypted messages sent in ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  return { stack, userId: person.userId, typed: [person.password, key], room };
}

/** Who reads a room first waits until the database has given it to Synapse: neither of the two that are compared. */
async function readThrough({ sdk, fetch, accessToken }: MemberDevice, room: string): Promise<void> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const messages = `${sdk.getHomeserverUrl()}/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=f&limit=500`;
  for (let from: string | undefined = ""; from !== undefined; ) {
    const answer = await fetch(`${messages}${from === "" ? "" : `&from=${from}`}`, { headers });
    const { end } = (await answer.json()) as { readonly end?: string };
    from = end;
  }
}

function exportOnce({ stack, userId, typed }: Case): Promise<Ran> {
  return inFolder((folder) => {
    const where = ["--server", stack.baseUrl, "--authority", stack.authorityFile, "--user", userId];
    return run(
      [program, "export", "history", ...where, "--folder", join(folder, "history"), "--stdin", "--json"],
      typed,
    );
  });
}

function scrollOnce({ stack, userId, typed, room }: Case): Promise<Ran> {
  const script = fileURLToPath(new URL("export/scrollback.ts", import.meta.url));
  const { baseUrl, authorityFile } = stack;
  return inFolder((folder) => run([script, baseUrl, authorityFile, userId, room, join(folder, "lines")], typed));
}

async function inFolder(work: (folder: string) => Promise<Ran>): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inShort(ran: Ran | undefined): string {
  return `${ran?.seconds.toFixed(1)} s, ${ran?.processorSeconds.toFixed(1)} s of processor and ${ran?.peakMebibytes.toFixed(0)} MiB`;
}

/** The figures as a Markdown table: the least of the rounds, and the middle of the rounds' ratios. */
export function exportTable({ events, ours, scrollback }: ExportFigures): string {
  const row = (what: string, of: (ran: Ran) => number, aim: string) => {
    const ratios = ours.map((ran, round) => of(scrollback[round] ?? ran) / of(ran));
    const least = (all: readonly Ran[]) => Math.min(...all.map(of)).toFixed(1);
    return `| ${what} | ${least(ours)} | ${least(scrollback)} | ${median(ratios).toFixed(2)} | ${aim} |`;
  };
  return [
    `| export of ${events} encrypted events | chatkeep export | script with matrix-js-sdk | times better | aim |`,
    "|---|---|---|---|---|",
    row("from start to end, s", ({ seconds }) => seconds, "60 s"),
    row("milliseconds an event", ({ seconds }) => (1_000 * seconds) / events, ""),
    row("processor time of the process, s", ({ processorSeconds }) => processorSeconds, ""),
    row("most memory, MiB", ({ peakMebibytes }) => peakMebibytes, ""),
  ].join("\n");
}
