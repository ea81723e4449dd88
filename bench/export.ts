import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newDevice } from "../test/support/members/recovering/device.ts";
import { newPerson, placeAt } from "../test/support/members/recovering/scene.ts";
import { backedUp, setUpRecovery } from "../test/support/members/recovering/setting-up.ts";
import { program } from "../test/support/stack/command-line.ts";
import { bootStack, type StackRecord, testSettings } from "../test/support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../test/support/stack/sweep.ts";
import { encryptedRoomOf, sendInBulk } from "./export/bulk.ts";
import { type Ran, run } from "./export/process.ts";
import { raisedLimits } from "./messages/subject.ts";

/** How much is exported, and how often: a person may sign in five times in a row. */
export interface ExportComparison {
  readonly events: number;
  readonly rounds: 1 | 2;
  readonly say: (line: string) => void;
}

/** What both came to, in their better round. */
export interface ExportFigures {
  readonly events: number;
  readonly ours: Ran;
  readonly scrollback: Ran;
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
  return { events, ours: best(ours), scrollback: best(scrollback) };
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
  await device.stop();
  say(`${events} encrypted messages sent in ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  return { stack, userId: person.userId, typed: [person.password, key], room };
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

function best(all: readonly Ran[]): Ran {
  const [first, ...others] = all;
  if (first === undefined) throw new Error("There was no round.");
  return others.reduce((one, other) => (other.seconds < one.seconds ? other : one), first);
}

function inShort(ran: Ran | undefined): string {
  return `${ran?.seconds.toFixed(1)} s and ${ran?.peakMebibytes.toFixed(0)} MiB`;
}

/** The figures as a Markdown table. */
export function exportTable({ events, ours, scrollback }: ExportFigures): string {
  const row = (what: string, one: number, other: number, times: number, aim: string) =>
    `| ${what} | ${one.toFixed(1)} | ${other.toFixed(1)} | ${times.toFixed(2)} | ${aim} |`;
  const faster = scrollback.seconds / ours.seconds;
  return [
    `| export of ${events} encrypted events | chatkeep export | script with matrix-js-sdk | times better | aim |`,
    "|---|---|---|---|---|",
    row("from start to end, s", ours.seconds, scrollback.seconds, faster, "60 s"),
    row("events/s", events / ours.seconds, events / scrollback.seconds, faster, ""),
    row(
      "most memory, MiB",
      ours.peakMebibytes,
      scrollback.peakMebibytes,
      scrollback.peakMebibytes / ours.peakMebibytes,
      "",
    ),
  ].join("\n");
}
