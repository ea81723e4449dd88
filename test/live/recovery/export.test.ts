import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Direction, EventType, type MatrixEvent, MsgType, RelationType } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { HistoryEvent } from "../../../src/operations/recovery/export/relations.ts";
import { watchWhile } from "../../support/leaks/watch.ts";
import { type ExportRun, eventsIn, exportSucceeds, rawLinesIn, startExport } from "../../support/members/exporting.ts";
import { type Gate, openGate } from "../../support/members/gate.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { sendFile } from "../../support/members/recovering/files.ts";
import { importKeys } from "../../support/members/recovering/key-file.ts";
import { reads, say } from "../../support/members/recovering/messages.ts";
import { recoverWithKey } from "../../support/members/recovering/recovering.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { newPeer, newPerson, type Place, placeAt } from "../../support/members/recovering/scene.ts";
import { backedUp, resetIdentity, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { makeFolder } from "../../support/own-folder.ts";

/** A member on their device, after their first day. */
interface Member {
  readonly device: MemberDevice;
  readonly key: string;
}

const stack = inject("keysStack");
const scenery = { devices: [] as MemberDevice[], place: null as Place | null };

function place(): Place {
  if (scenery.place === null) throw new Error("The server is not there yet.");
  return scenery.place;
}

async function newMember(name: string): Promise<Member> {
  const device = await newDevice(stack, await newPerson(place(), name), "on");
  scenery.devices.push(device);
  return { device, key: await setUpRecovery(device) };
}

function runOf({ device, key }: Member, at: Pick<ExportRun, "baseUrl" | "authorityFile"> = stack): ExportRun {
  return { person: device.person, baseUrl: at.baseUrl, authorityFile: at.authorityFile, typed: [key] };
}

/** The same through a gate. */
function through(gate: Gate, member: Member): ExportRun {
  return runOf(member, { baseUrl: gate.baseUrl, authorityFile: null });
}

function raw(
  { sdk, accessToken, fetch }: MemberDevice,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v3/${path}`, { method, headers, ...content });
}

async function exportDevicesOf(device: MemberDevice): Promise<readonly string[]> {
  const { devices } = (await (await raw(device, "GET", "devices")).json()) as { devices: { device_id: string }[] };
  return devices.map(({ device_id: id }) => id).filter((id) => id.startsWith("CHATKEEPEXPORT"));
}

async function keysInBackup(device: MemberDevice): Promise<number> {
  const { count } = (await (await raw(device, "GET", "room_keys/version")).json()) as { count: number };
  return count;
}

const relatedTo = (event: string, kind: RelationType, more: object = {}) => ({
  "m.relates_to": { rel_type: kind, event_id: event, ...more },
});

/** Says all that a room can hold. */
async function converse(ana: MemberDevice, peer: MemberDevice, room: string): Promise<void> {
  const message = (device: MemberDevice, body: string, more: object) =>
    device.sdk.sendMessage(room, { msgtype: MsgType.Text, body, ...more });
  const react = (device: MemberDevice, event_id: string, key: string) => {
    const relation = { rel_type: RelationType.Annotation, event_id, key } as const;
    return device.sdk.sendEvent(room, EventType.Reaction, { "m.relates_to": relation });
  };
  const edit = (device: MemberDevice, event: string, body: string) => {
    const content = { "m.new_content": { msgtype: MsgType.Text, body }, ...relatedTo(event, RelationType.Replace) };
    return message(device, `* ${body}`, content);
  };
  const first = await say(ana, room, "first");
  const second = await say(peer, room, "second <script>alert(1)</script> \u202Eturned");
  await react(peer, first, "👍");
  await react(ana, first, "👍");
  await edit(ana, first, "first, edited");
  await edit(ana, first, "first, edited twice");
  await edit(peer, first, "someone else's edit counts for nothing");
  const { event_id: takenBack } = await edit(peer, second, "an edit that is removed");
  await peer.sdk.redactEvent(room, takenBack);
  await message(peer, "an answer", { "m.relates_to": { "m.in_reply_to": { event_id: first } } });
  const fallback = { is_falling_back: true, "m.in_reply_to": { event_id: second } };
  await message(ana, "in the thread", relatedTo(second, RelationType.Thread, fallback));
  const slip = await say(ana, room, "a slip");
  await ana.sdk.redactEvent(room, slip, undefined, { reason: "not for this room" });
  await ana.sdk.sendMessage(room, { msgtype: MsgType.Emote, body: "waves" });
}

/** An event that no one has the key of. */
async function sendUnreadable(device: MemberDevice, room: string): Promise<void> {
  const content = {
    algorithm: "m.megolm.v1.aes-sha2",
    ciphertext: randomBytes(90).toString("base64").replaceAll("=", ""),
    sender_key: randomBytes(32).toString("base64").replaceAll("=", ""),
    session_id: randomBytes(32).toString("base64").replaceAll("=", ""),
    device_id: device.deviceId,
  };
  const { status } = await raw(device, "PUT", `rooms/${encodeURIComponent(room)}/send/m.room.encrypted/lost`, content);
  expect(status).toBe(200);
}

/** All events that a client shows of a room, oldest first, each decrypted if it can be. */
async function shownBy({ sdk }: MemberDevice, roomId: string): Promise<readonly MatrixEvent[]> {
  const room = sdk.getRoom(roomId);
  if (room === null) throw new Error("The client does not show the room.");
  while (room.getLiveTimeline().getPaginationToken(Direction.Backward) !== null) await sdk.scrollback(room, 50);
  const events = room.getLiveTimeline().getEvents();
  await Promise.all(events.map((event) => sdk.decryptEventIfNeeded(event)));
  await untilTrue("decryption of what is shown", () => !events.some((event) => event.isBeingDecrypted()));
  return events;
}

/** What can be compared of an event that a client shows. */
function asShown(event: MatrixEvent): object {
  return {
    id: event.getId(),
    sender: event.getSender(),
    at: new Date(event.getTs()).toISOString(),
    type: event.isDecryptionFailure() ? "m.room.encrypted" : event.getType(),
    content: event.isDecryptionFailure() ? "unreadable" : event.getContent(),
    removed: event.isRedacted(),
    replyTo: event.replyEventId ?? null,
  };
}

/** The same of an exported one. */
function asExported(event: HistoryEvent): object {
  const { id, sender, at, type, content, edited, removed, unreadable, replyTo, thread } = event;
  const { event_id: root } = Object(content["m.relates_to"]);
  return {
    id,
    sender,
    at,
    type,
    content: unreadable === undefined ? (edited ?? content) : "unreadable",
    removed: removed !== undefined,
    replyTo: replyTo ?? (thread === undefined ? null : root), // the library gives threads' fallback, too
  };
}

beforeAll(async () => {
  scenery.place = await placeAt(stack);
});

afterAll(async () => {
  for (const device of scenery.devices) await device.stop();
  scenery.place?.close();
});

describe("the history of a room with all that rooms hold, before and after its member reset their identity", () => {
  const file = randomBytes(150_000);
  const shared = {} as { member: Member; fresh: MemberDevice; peer: MemberDevice; room: string; folder: string };

  beforeAll(async () => {
    const before = await newMember("ada");
    const peer = await newPeer(place(), "on");
    scenery.devices.push(peer);
    const room = await makeRoom(before.device, [peer]);
    await converse(before.device, peer, room);
    await backedUp(before.device);
    await resetIdentity(before.device);
    const key = await setUpRecovery(before.device);
    await peer.crypto.getUserDeviceInfo([before.device.userId], true);
    await peer.crypto.pinCurrentUserIdentity(before.device.userId);
    await converse(before.device, peer, room);
    await sendFile(before.device, room, file);
    await sendUnreadable(before.device, room);
    await backedUp(before.device);
    const fresh = await newDevice(stack, before.device.person, "on");
    scenery.devices.push(fresh);
    await recoverWithKey(fresh, key);
    Object.assign(shared, {
      member: { device: before.device, key },
      fresh,
      peer,
      room,
      folder: await makeFolder("history"),
    });
  });

  it("is exported as a client that recovered with the same key shows it, event by event", async () => {
    const { member, fresh, room, folder } = shared;
    const { counts, added } = await exportSucceeds(runOf(member), ["--folder", folder]);
    const events = eventsIn(folder, room);
    expect(events.map(asExported)).toEqual((await shownBy(fresh, room)).map(asShown));
    expect(counts).toMatchObject({ events: events.length, unreadable: 1, files: 1, filesMissing: 0 });
    expect(added).toBe(events.length);
    expect(events.filter(({ removed }) => removed !== undefined).length).toBe(4);
    expect(events.flatMap(({ edits }) => edits?.length ?? [])).toEqual([2, 2]);
    expect(events.flatMap(({ reactions }) => reactions ?? [])).toHaveLength(2);
    expect(events.find(({ reactions }) => reactions !== undefined)?.reactions).toMatchObject([{ key: "👍" }]);
  });

  it("has the bytes of its file, and one page without a script", async () => {
    const { folder, room } = shared;
    const media = eventsIn(folder, room).find((event) => event.media !== undefined)?.media;
    const [path] = [...rawLinesIn(folder).keys()];
    const saved = await readFile(
      join(folder, path ?? "", "..", media !== undefined && "file" in media ? media.file : ""),
    );
    expect(digest(saved)).toBe(digest(file));
    const page = readFileSync(join(folder, "history.html"), "utf8");
    expect(page).toContain("second &lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1|localhost)/);
  });

  it("grows by what is new in a second run, and what was there stays byte for byte", async () => {
    const { member, peer, room, folder } = shared;
    const [before = []] = [...rawLinesIn(folder).values()];
    await say(peer, room, "later");
    const later = await say(member.device, room, "later still");
    await reads(member.device, room, later);
    await backedUp(member.device);
    const { added } = await exportSucceeds(runOf(member), ["--folder", folder]);
    const [after = []] = [...rawLinesIn(folder).values()];
    expect(added).toBe(2);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map((line) => JSON.parse(line).content.body)).toEqual(["later", "later still"]);
    expect((await exportSucceeds(runOf(member), ["--folder", folder])).added).toBe(0);
  });
});

describe("an export of an account with two rooms", () => {
  const twoRooms = async (name: string) => {
    const [member, peer] = [await newMember(name), await newPeer(place(), "on")];
    scenery.devices.push(peer);
    const rooms = [await makeRoom(member.device, [peer]), await makeRoom(member.device, [peer])];
    for (const room of rooms) await say(peer, room, `hello in ${room}`);
    for (const room of rooms) await sendFile(peer, room, randomBytes(1_000));
    await untilTrue("both rooms at the member", () => rooms.every((room) => holds(member.device, room)));
    await backedUp(member.device);
    return { member, peer, rooms };
  };

  function holds({ sdk }: MemberDevice, room: string): boolean {
    const events = sdk.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
    return events.filter((event) => event.getType() === "m.room.message").length >= 2;
  }

  it("is a signed device while it runs: with isolation on, it is sent what only it receives; at the end, also after Ctrl-C, it is gone", async () => {
    const { member, peer, rooms } = await twoRooms("kim");
    const [room = ""] = rooms;
    const folder = await makeFolder("history");
    const gate = await openGate(stack);
    const held = gate.holdNext(/\/messages\?/);
    const running = startExport(through(gate, member), ["--folder", folder]);
    const request = await held;
    const [id = ""] = await exportDevicesOf(member.device);
    await untilTrue(`${id} at the peer`, async () => {
      const known = await peer.crypto.getUserDeviceInfo([member.device.userId], true);
      return known.get(member.device.userId)?.has(id) ?? false;
    });
    expect((await peer.crypto.getDeviceVerificationStatus(member.device.userId, id))?.signedByOwner).toBe(true);
    member.device.sdk.stopClient(); // from here on, no other device of the member receives a key or backs one up
    await peer.crypto.forceDiscardSession(room);
    await say(peer, room, "only you are awake");
    const before = await keysInBackup(member.device);
    request.pass();
    expect(await running.ended).toMatchObject({ exitCode: 0 });
    expect(await keysInBackup(member.device)).toBe(before + 1); // with the device that received it, it would be lost
    expect(eventsIn(folder, room).map(({ content }) => content.body)).toContain("only you are awake");
    expect(eventsIn(folder, room).filter(({ unreadable }) => unreadable !== undefined)).toEqual([]);
    expect(await exportDevicesOf(member.device)).toEqual([]);
    await stoppedByHand(gate, member);
    await gate.close();
  });

  async function stoppedByHand(gate: Gate, member: Member): Promise<void> {
    const held = gate.holdNext(/\/messages\?/);
    const running = startExport(through(gate, member), ["--folder", await makeFolder("history")]);
    await held;
    expect(await exportDevicesOf(member.device)).toHaveLength(1);
    running.process.kill("SIGINT");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Stopped on request");
    expect(await exportDevicesOf(member.device)).toEqual([]);
  }

  it("that is killed while it asks for events, or for a file, is finished by running it again", async () => {
    const { member, rooms } = await twoRooms("kai");
    for (const path of [/\/messages\?/, /\/media\/download\//]) {
      const folder = await makeFolder("history");
      const gate = await openGate(stack);
      const first = gate.holdNext(path);
      const running = startExport(through(gate, member), ["--folder", folder]);
      const request = await first;
      const second = gate.holdNext(path);
      request.pass();
      await second;
      running.process.kill("SIGKILL");
      await running.ended;
      expect(await exportDevicesOf(member.device)).toHaveLength(1);
      await exportSucceeds(through(gate, member), ["--folder", folder]);
      await gate.close();
      expect(await exportDevicesOf(member.device)).toEqual([]);
      for (const room of rooms) expectWhole(folder, room);
    }
  });

  function expectWhole(folder: string, room: string): void {
    const events = eventsIn(folder, room);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.map(({ content }) => content.body)).toContain(`hello in ${room}`);
    expect(events.filter(({ media }) => media !== undefined && "file" in media)).toHaveLength(1);
  }
});

describe("a key-export file", () => {
  const passphrase = "a passphrase for one file";
  const shared = {} as { member: Member; room: string; event: string; path: string };

  beforeAll(async () => {
    const member = await newMember("lea");
    const peer = await newPeer(place(), "on");
    scenery.devices.push(peer);
    const room = await makeRoom(member.device, [peer]);
    const event = await say(peer, room, "written before");
    await reads(member.device, room, event);
    await backedUp(member.device);
    Object.assign(shared, { member, room, event, path: join(await makeFolder("history"), "keys.txt") });
  });

  it("opens in a client with the same passphrase; with one byte changed, or another passphrase, it does not", async () => {
    const { member, room, event, path } = shared;
    const run = runOf(member);
    await exportSucceeds({ ...run, typed: [...run.typed, passphrase] }, ["keys", "--to", path]);
    const text = await readFile(path, "utf8");
    const client = await newDevice(stack, member.device.person, "off");
    scenery.devices.push(client);
    await expect(importKeys(client, flipped(text), passphrase)).rejects.toThrow(/MAC/);
    await expect(importKeys(client, text, "another passphrase")).rejects.toThrow(/MAC/);
    await importKeys(client, text, passphrase);
    expect(await reads(client, room, event)).toBe("written before");
  });

  it("of a client opens rooms here without the recovery key, and no device is published", async () => {
    const { member, room, path } = shared;
    const folder = await makeFolder("history");
    const run = { ...runOf(member), typed: [passphrase] };
    await exportSucceeds(run, ["--folder", folder, "--key-file", path]);
    expect(eventsIn(folder, room).map(({ content }) => content.body)).toContain("written before");
    await writeFile(path, flipped(await readFile(path, "utf8")));
    const refused = await startExport(run, ["--folder", await makeFolder("history"), "--key-file", path]).ended;
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain("the passphrase is another one, or the file was damaged");
  });

  it("leaves no secret in arguments, environments, output or files", async () => {
    const member = await newMember("mo");
    const folder = await makeFolder("history");
    const words = ["--folder", folder, "--json"];
    const { result, seen } = await watchWhile(
      { folders: [folder], except: [] },
      () => startExport(runOf(member), words).ended,
    );
    expect(result).toMatchObject({ exitCode: 0 });
    const { key, device } = member;
    const secrets = [key, key.replaceAll(" ", ""), device.person.password];
    const places = [...seen.processes, ...seen.files].map(({ text }) => text);
    for (const text of [...places, result.stdout, result.stderr])
      for (const secret of secrets) expect(text).not.toContain(secret);
    expect(seen.processes.some(({ text }) => text.includes("export"))).toBe(true);
    expect(seen.files.length).toBeGreaterThan(0);
    expect(seen.files.map(({ text }) => text).join()).not.toMatch(/syt_|access_token/);
  });
});

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** One byte of the file is another. */
function flipped(text: string): string {
  const lines = text.split("\n");
  const bytes = Buffer.from(lines.slice(1, -2).join(""), "base64");
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  return [lines[0], bytes.toString("base64"), ...lines.slice(-2)].join("\n");
}
