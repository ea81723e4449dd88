import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { wordsOf } from "../../../src/keys/words.ts";
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
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";

const stack = inject("backupStack");
let words: string;
let signingKey: string;
let ana: MemberDevice;
let ben: MemberDevice;
let benKey: string;
let room: string;
let before: { readonly text: string; readonly edited: string; readonly file: string };
/** Before a device of ben's that is offline from a moment on that the backup does not know. */
let gate: Gate;
let offline: MemberDevice;
let held: Held;

const contents = Buffer.from("what was agreed on");
const numbers = [1, 2, 3, 4, 5, 6, 7, 8];

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
  await makeArchive(stack);
  await loseMore();
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
  for (const number of numbers) await say(ana, room, `lost ${number}`);
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

  it("comes back with the words and the repository alone", async () => {
    await emptyEngine(stack);
    const { stdout, stderr, seconds } = await chatkeepSucceeds(stack, restoreWords("--yes"), words);
    console.log(`The restore took ${seconds.toFixed(1)} s:\n${stdout}`);
    expect(stderr).toContain("Everything from after");
    expect(stdout).toContain("What came back is what the archive's manifest says");
    expect(await signingKeyOf(stack)).toBe(signingKey);
    expect((await chatkeep(stack, ["journal", "verify"])).exitCode).toBe(0);
  });

  it("lets every device go on, and new messages are read on all sides", async () => {
    const fromAna = await say(ana, room, "And now?");
    const fromBen = await say(ben, room, "All is well.");
    expect([await reads(ben, room, fromAna), await reads(ana, room, fromBen)]).toEqual(["And now?", "All is well."]);
  });

  it("keeps nothing from a device that was offline with a position from after the backup", async () => {
    const sent: string[] = [];
    for (const number of numbers) sent.push(await say(ana, room, `again ${number}`));
    held.pass();
    expect(await readsAll(offline, room, sent)).toEqual(numbers.map((number) => `again ${number}`));
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

function restoreWords(...more: readonly string[]): readonly string[] {
  return ["restore", "--repository", stack.repository, "--stdin", ...more];
}

function restore(...more: readonly string[]) {
  return chatkeep(stack, restoreWords(...more), words);
}
