import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { isReadable } from "../../../src/io/matrix/client.ts";
import { wordsOf } from "../../../src/keys/words.ts";
import { leaveLocked, removeLock } from "../../support/backup/locks.ts";
import { claimKey, dumpAll, restoreAll, sayEach, sayUntilSeen } from "../../support/backup/naive.ts";
import { emptyEngine, makeArchive } from "../../support/backup/stack.ts";
import { type Gate, type Held, openGate } from "../../support/members/gate.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { fetchFile, sendFile } from "../../support/members/recovering/files.ts";
import { readable, reads, readsAll, say } from "../../support/members/recovering/messages.ts";
import { recoverWithKey } from "../../support/members/recovering/recovering.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { backedUp, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { signingKeyOf } from "../../support/recovery/ceremonies.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { leftOnEngine, printedIn } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";
import { earlierKeyTests } from "./earlier-key.ts";

const stack = inject("backupStack");
let words: string;
let signingKey: string;
let ana: MemberDevice;
let ben: MemberDevice;
let benKey: string;
let room: string;
let archive: string;
let before: { readonly text: string; readonly edited: string; readonly file: string };
/** Before a device of ben's that is offline from a moment on that the backup does not know. */
let gate: Gate;
let offline: MemberDevice;
let held: Held;

const contents = Buffer.from("what was agreed on");
const textsOf = (word: string) => [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `${word} ${number}`);

beforeAll(async () => {
  words = wordsOf(await masterKeyOf(stack)).reveal();
  signingKey = await signingKeyOf(stack);
  const operator = await operatorOf(stack);
  const [one, other] = await makePeople(operator, stack.serverName, ["ana", "ben"]);
  operator.close();
  if (one === undefined || other === undefined) throw new Error("There are no people.");
  gate = await openGate(stack);
  [ana, ben] = await Promise.all([newDevice(stack, one, "off"), newDevice(stack, other, "off")]);
  await setUpRecovery(ana);
  benKey = await setUpRecovery(ben);
  offline = await newDevice({ ...stack, baseUrl: gate.baseUrl }, other, "off");
  await recoverWithKey(offline, benKey);
  room = await makeRoom(ana, [ben]);
  before = await talk();
  archive = await makeArchive(stack);
  await loseMore();
  if (isSoak) await leaveLocked(stack);
});

afterAll(async () => {
  for (const device of [ana, ben, offline]) await device?.stop();
  await gate?.close();
});

async function talk() {
  const text = await say(ana, room, "Can you read this?");
  const edited = await say(ben, room, "At fiev");
  await ben.sdk.sendMessage(room, {
    ...{ msgtype: "m.text", body: "* At five", "m.new_content": { msgtype: "m.text", body: "At five" } },
    "m.relates_to": { rel_type: "m.replace", event_id: edited },
  } as never);
  const file = await sendFile(ana, room, contents);
  await readsAll(ben, room, [text, edited, file]);
  await Promise.all([backedUp(ana), backedUp(ben)]);
  return { text, edited, file };
}

/** What the backup does not have: all devices come further than it, and one is offline from there on. */
async function loseMore() {
  await sayEach(ana, room, textsOf("lost"));
  const last = await say(ben, room, "lost as well");
  await reads(offline, room, last);
  held = await gate.holdNext(/\/sync\?/);
}

describe("a server whose machine is gone", () => {
  it("is refused to come back where anything of it is there", async () => {
    const ended = await restore("--yes");
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(`There is something of the stack ${stack.name} already`);
  });

  it("lists its archives with the words and the repository alone, and makes nothing", async () => {
    await emptyEngine(stack);
    const { stdout } = await chatkeepSucceeds(stack, restoreWords("--list"), words);
    expect(stdout).toMatch(new RegExp(`^${archive} .* whole$`, "m"));
    expect(await leftOnEngine(stack)).toEqual([]);
  });

  it("comes back with the words and the repository alone", async () => {
    const { stdout, stderr, seconds } = await chatkeepSucceeds(stack, restoreWords("--yes"), words);
    console.log(`The restore took ${seconds.toFixed(1)} s:\n${stdout}`);
    expect(stderr).toContain("Everything from after");
    expect(stdout).toContain("What came back is what the archive's manifest says");
    if (isSoak) await removeLock(stack);
    expect(await signingKeyOf(stack)).toBe(signingKey);
    expect((await chatkeep(stack, ["journal", "verify"])).exitCode).toBe(0);
  });

  it("is refused once more after an `up` has ended what a killed restore had left to do", async () => {
    const { restoring } = pathsOf(stack.name, { ...process.env, XDG_STATE_HOME: stack.stateHome });
    await writeFile(restoring, JSON.stringify({ version: 1, archive, stage: "filled" }));
    await chatkeepSucceeds(stack, ["up", "--yes"]);
    expect(await restore("--yes")).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("already") });
  });

  it("lets every device go on, and new messages are read on all sides", async () => {
    const fromAna = await say(ana, room, "And now?");
    const fromBen = await say(ben, room, "All is well.");
    expect([await reads(ben, room, fromAna), await reads(ana, room, fromBen)]).toEqual(["And now?", "All is well."]);
  });

  it("keeps nothing from a device that was offline with a position from after the backup", async () => {
    const sent = await sayEach(ana, room, textsOf("again"));
    held.pass();
    expect(await readsAll(offline, room, sent)).toEqual(textsOf("again"));
  });

  it("has all of the history for a new device with the recovery key: texts, edits, files", async () => {
    const fresh = await newDevice(stack, ben.person, "off");
    await recoverWithKey(fresh, benKey);
    expect(await reads(fresh, room, before.text)).toBe("Can you read this?");
    const edited = await readable(fresh, room, before.edited);
    expect(edited.body).toBe("At five");
    expect(await fetchFile(fresh, room, before.file)).toEqual(contents);
    await fresh.stop();
  });
});

if (isSoak) {
  describe("a dump that is restored as it is usually done", () => {
    let sent: readonly string[];
    let handedOut: string;

    beforeAll(async () => {
      await dumpAll(stack);
      handedOut = await claimKey(ana, ben);
      await sayEach(ana, room, textsOf("gone"));
      await reads(offline, room, await say(ben, room, "gone as well"));
      held = await gate.holdNext(/\/sync\?/);
      await restoreAll(stack);
      sent = await sayEach(ana, room, textsOf("here"));
    });

    it("loses messages, and the keys to read them, for a device with a later position", async () => {
      held.pass();
      await sayUntilSeen(ana, offline, room);
      const events = sent.map((event) => offline.sdk.getRoom(room)?.findEventById(event));
      const seen = events.filter((event) => event !== undefined);
      const readable = seen.filter((event) => isReadable(event));
      console.log(`Restored as usual: ${seen.length} of 8 messages came, and ${readable.length} could be read.`);
      expect(seen.length).toBeLessThan(8);
      expect(readable).toEqual([]);
    });

    it("hands a one-time key out a second time", async () => {
      expect(await claimKey(ana, ben)).toBe(handedOut);
    });
  });

  describe("a mistake on a server that still runs", () => {
    it("is undone in place, and what was newer is listed and moved aside", async () => {
      const mistake = await say(ana, room, "This is wrong.");
      const { stdout, stderr, seconds } = await chatkeepSucceeds(stack, ["restore", "--in-place", "--yes"]);
      console.log(`The restore in place took ${seconds.toFixed(1)} s:\n${stdout}`);
      expect(stderr).toMatch(/What came after that is lost: \d+ events in \d+ rooms?/);
      const aside = /folder (set-aside-\S+) of/.exec(stdout)?.[1];
      expect(await printedIn(stack, "postgres", "ls", `/var/lib/postgresql/data/${aside}`)).toContain("cluster");
      await expect(ana.sdk.fetchRoomEvent(room, mistake)).rejects.toMatchObject({ httpStatus: 404 });
      expect(await reads(ben, room, await say(ana, room, "This is right."))).toBe("This is right.");
      expect((await chatkeep(stack, ["status"])).stdout).toContain(
        `Set aside   ${aside} in the volumes of postgres and`,
      );
    });

    it("lets what was moved aside be deleted, once the stack's name is typed", async () => {
      const wrong = await chatkeep(stack, ["restore", "--yes-delete-set-aside", "other"]);
      expect([wrong.exitCode, wrong.stderr.includes("nothing was deleted")]).toEqual([2, true]);
      await chatkeepSucceeds(stack, ["restore", "--yes-delete-set-aside", stack.name]);
      expect(await printedIn(stack, "postgres", "ls", "/var/lib/postgresql/data")).not.toContain("set-aside");
      expect(await printedIn(stack, "synapse", "ls", "/data")).not.toContain("set-aside");
      expect((await chatkeep(stack, ["status"])).stdout).not.toContain("Set aside");
    });
  });

  describe("an archive from before the master key was replaced", () => earlierKeyTests(() => ({ ana, ben, room })));
}

function restoreWords(...more: readonly string[]): readonly string[] {
  return ["restore", "--repository", stack.repository, "--stdin", ...more];
}

function restore(...more: readonly string[]) {
  return chatkeep(stack, restoreWords(...more), words);
}
