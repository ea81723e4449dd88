import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { storedKey } from "../src/actions/recovery/stored-key.ts";
import { sessionFor } from "../src/actions/session.ts";
import { terminalWithoutAnswers } from "../src/actions/terminal.ts";
import { removeFromEngine } from "../src/io/docker/stack-removal.ts";
import { pathsOf } from "../src/io/machine/paths.ts";
import { stackFilePath } from "../src/io/machine/program-files.ts";
import { untilTrue } from "../src/io/machine/until.ts";
import { wordsOf } from "../src/keys/words.ts";
import { fieldsOf } from "../src/kinds/json.ts";
import { makeFolder } from "../test/support/own-folder.ts";
import { chatkeepSucceeds } from "../test/support/stack/command-line.ts";
import { engineOf, tryIn } from "../test/support/stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../test/support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../test/support/stack/sweep.ts";
import { type ByHand, byHandLike, copyByHand, removeByHand, restoreByHand } from "./backup/by-hand.ts";
import type { BackupFigure, BackupFigures } from "./backup/figures.ts";
import { makeOwner, type Owner, readRooms, sayOnce } from "./backup/member.ts";
import { addEvents, addMedia } from "./backup/seeding.ts";
import { connect } from "./messages/client.ts";
import { raisedLimits } from "./messages/subject.ts";

/** How much is backed up. */
export interface BackupComparison {
  readonly events: number;
  readonly mediaMebibytes: number;
  readonly say: (line: string) => void;
}

/**
 * A server with data that was made in bulk is backed up, changed a little and backed up again, then restored: by chatkeep, and by
 * `pg_dump`, tar and gzip, with the same images and memory on the same disk, one right after the other.
 */
export async function measureBackup(comparison: BackupComparison): Promise<BackupFigures> {
  await sweepLeftovers();
  const folder = await makeFolder("backups");
  const [repository, byHand] = [join(folder, "repository"), join(folder, "by-hand")];
  await Promise.all([repository, byHand].map((each) => mkdir(each)));
  // Its first archive is made at once, of an empty server; the next one of the schedule would be made tomorrow.
  const backup = { repository, every: "1 day" };
  const own = { memory: "3 GiB", homeserver: raisedLimits, throwaway: false, backup };
  const stack = await bootStack({ ...(await testSettings()), ...own });
  try {
    return await compareOn({ stack, repository, byHand }, comparison);
  } finally {
    await removeStack(stack);
    await removeByHand({ name: `${stack.name}-hand` });
    await rm(folder, { recursive: true, force: true });
  }
}

const lastGood = "/var/lib/postgresql/data/results/last-good.json";

interface Places {
  readonly stack: StackRecord;
  readonly repository: string;
  readonly byHand: string;
}

async function compareOn(places: Places, comparison: BackupComparison): Promise<BackupFigures> {
  const { stack, byHand } = places;
  const { events, mediaMebibytes, say } = comparison;
  const hasArchive = async () => (await tryIn(stack, "backup", "test", "-e", lastGood)).exitCode === 0;
  await untilTrue("archive of the empty server", hasArchive, { seconds: 300 }); // else it would hold some of what comes
  const authority = await readFile(stack.authorityFile, "utf8");
  const client = connect(stack.baseUrl, authority);
  const owner = await makeOwner(stack, client, 20);
  const add = async (share: number) => {
    await addMedia(stack, owner.userId, Math.ceil(mediaMebibytes * share));
    await addEvents(stack, owner.userId, Math.ceil(events * share));
    await chatkeepSucceeds(stack, ["up", "--yes"]); // Synapse serves again
    await sayOnce(client, owner); // the newest event is one that the server signed
  };
  await add(1);
  say(`${events} events and ${mediaMebibytes} MiB of media were made`);
  const first = { ours: await backUp(stack), byHand: await copyByHand(stack, byHand) };
  say(`first backup: ${inShort(first.ours)}; by hand ${inShort(first.byHand)}`);
  await add(0.01);
  const second = { ours: await backUp(stack), byHand: await copyByHand(stack, byHand) };
  say(`second backup: ${inShort(second.ours)}; by hand ${inShort(second.byHand)}`);
  const like = await byHandLike(stack, byHand);
  await client.close();
  const words = await wordsFor(stack);
  await lose(stack);
  const ours = await restore(places, words, owner, authority);
  say(`restore: ${ours.seconds.toFixed(1)} s`);
  await removeFromEngine(engineOf(stack), stack.name); // the other one has the machine to itself, too
  const restoreSeconds = await restoreWithoutUs(like, owner);
  say(`restore by hand: ${restoreSeconds.toFixed(1)} s`);
  return {
    ...{ events, mediaMebibytes, stages: ours.stages },
    ours: { first: first.ours, second: second.ours, restoreSeconds: ours.seconds },
    byHand: { first: first.byHand, second: second.byHand, restoreSeconds },
  };
}

async function backUp(stack: StackRecord): Promise<BackupFigure> {
  const { stdout, seconds } = await chatkeepSucceeds(stack, ["backup", "now", "--json"]);
  return { seconds, bytes: Number(fieldsOf(JSON.parse(stdout)).added) };
}

/** The 24 words, as they are on the recovery kit. */
async function wordsFor({ name, stateHome }: StackRecord): Promise<string> {
  const session = sessionFor(
    "bench",
    name,
    terminalWithoutAnswers(() => undefined),
  );
  const master = await storedKey({ ...session, paths: pathsOf(name, { ...process.env, XDG_STATE_HOME: stateHome }) });
  return wordsOf(master).reveal();
}

/** The engine is emptied, and this machine forgets the stack. */
async function lose({ name, stateHome, dockerHost }: StackRecord): Promise<void> {
  await removeFromEngine(engineOf({ dockerHost }), name);
  await rm(stackFilePath(name), { force: true });
  await rm(stateHome, { recursive: true, force: true });
}

/** As by hand, it counts until a member has read, who asks again and again whether the server answers; then the command has to succeed. */
async function restore({ stack, repository }: Places, words: string, owner: Owner, authority: string) {
  const start = performance.now();
  const asked = ["restore", "--repository", repository, "--stdin", "--yes", "--json"];
  const restoring = chatkeepSucceeds(stack, asked, `${words}\n`);
  const client = connect(stack.baseUrl, authority);
  const isBack = () =>
    client.call("GET", "/_matrix/client/versions", null).then(
      () => true,
      () => false,
    );
  await Promise.race([untilTrue("answer of the restored server", isBack, { seconds: 120 }), restoring]);
  await readRooms(client, owner);
  await client.close();
  const seconds = (performance.now() - start) / 1_000;
  const { stdout } = await restoring;
  const stages = Object.entries(fieldsOf(fieldsOf(JSON.parse(stdout)).seconds));
  return { seconds, stages: Object.fromEntries(stages.map(([name, each]) => [name, Number(each)])) };
}

async function restoreWithoutUs(by: ByHand, owner: Owner): Promise<number> {
  try {
    return await restoreByHand(by, owner);
  } finally {
    await removeByHand(by);
  }
}

function inShort({ seconds, bytes }: BackupFigure): string {
  return `${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB`;
}
