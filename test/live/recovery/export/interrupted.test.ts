import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { eventsIn, exportSucceeds, startExport } from "../../../support/members/exporting.ts";
import { type Gate, openGate } from "../../../support/members/gate.ts";
import type { MemberDevice } from "../../../support/members/recovering/device.ts";
import { sendFile } from "../../../support/members/recovering/files.ts";
import { say } from "../../../support/members/recovering/messages.ts";
import { makeRoom } from "../../../support/members/recovering/rooms.ts";
import { backedUp } from "../../../support/members/recovering/setting-up.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import { sample } from "../../../support/sample.ts";
import { type Company, exportDevicesOf, gatherCompany, keysInBackup, type Member, through } from "./members.ts";

const stack = inject("keysStack");
let company: Company;

beforeAll(async () => {
  company = await gatherCompany();
});

afterAll(() => company.end());

describe("an export of an account with two rooms", () => {
  const twoRooms = async (name: string) => {
    const [member, peer] = [await company.newMember(name), await company.newPeer()];
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
    const running = startExport(through(gate, member), ["export", "--folder", folder]);
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
    const running = startExport(through(gate, member), ["export", "--folder", await makeFolder("history")]);
    await held;
    expect(await exportDevicesOf(member.device)).toHaveLength(1);
    running.process.kill("SIGINT");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Stopped on request");
    expect(await exportDevicesOf(member.device)).toEqual([]);
  }

  const moments = [
    { what: "events", path: /\/messages\?/ },
    { what: "a file", path: /\/media\/download\// },
  ];
  it.each(sample("killed exports", moments, 1))(
    "that is killed while it asks for $what is finished by running it again",
    async ({ path }) => {
      const { member, rooms } = await twoRooms("kai");
      const folder = await makeFolder("history");
      const gate = await openGate(stack);
      const first = gate.holdNext(path);
      const running = startExport(through(gate, member), ["export", "--folder", folder]);
      const request = await first;
      const second = gate.holdNext(path);
      request.pass();
      await second;
      running.process.kill("SIGKILL");
      await running.ended;
      expect(await exportDevicesOf(member.device)).toHaveLength(1);
      await exportSucceeds(through(gate, member), ["export", "--folder", folder]);
      await gate.close();
      expect(await exportDevicesOf(member.device)).toEqual([]);
      for (const room of rooms) expectWhole(folder, room);
    },
  );

  function expectWhole(folder: string, room: string): void {
    const events = eventsIn(folder, room);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.map(({ content }) => content.body)).toContain(`hello in ${room}`);
    expect(events.filter(({ media }) => media !== undefined && "file" in media)).toHaveLength(1);
  }
});
