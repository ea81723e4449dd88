import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { Preset } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { encryptedRoom } from "../../../../src/io/matrix/client.ts";
import type { OffboardingReport } from "../../../../src/operations/team/offboard/report.ts";
import { devicesAt } from "../../../support/members/devices.ts";
import { operatorOf } from "../../../support/members/operator.ts";
import { makePeople } from "../../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../../support/members/recovering/device.ts";
import { reads, say } from "../../../support/members/recovering/messages.ts";
import { seesOutside } from "../../../support/members/recovering/rooms.ts";
import { setUpRecovery } from "../../../support/members/recovering/setting-up.ts";
import { couldOpen, statusOfSession } from "../../../support/members/recovering/unreadable.ts";
import { chatkeep, chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { type KeptDevice, keptDevice } from "../../../support/team/leaver.ts";
import { removeRoster, writeRoster } from "../../../support/team/roster-file.ts";

const stack = inject("teamStack");

let ana: MemberDevice;
let cleo: MemberDevice;
let phone: MemberDevice;
let kept: KeptDevice;
/** Two rooms that Ben alone leads, of both kinds of versions, and one of the team's that Ana leads. */
let [eleven, twelve, team]: readonly string[] = [];
let before: string;

const mark = randomBytes(3).toString("hex");
const aliases = ["eleven", "twelve", "team"].map((name) => `off-${name}-${mark}`);
const known = (room: string | undefined) => String(room);

beforeAll(async () => {
  const operator = await operatorOf(stack);
  const people = await makePeople(operator, stack.serverName, ["off-ana", "off-ben", "off-cleo"]);
  operator.close();
  const [one, two, three] = people;
  if (one === undefined || two === undefined || three === undefined) throw new Error("no people");
  ana = await newDevice(stack, one, "off");
  cleo = await newDevice(stack, three, "off");
  phone = await newDevice(stack, two, "off");
  await setUpRecovery(phone);
  kept = await keptDevice(stack, two);
  eleven = await roomOf(phone, known(aliases[0]), "11");
  twelve = await roomOf(phone, known(aliases[1]), "12");
  team = await roomOf(ana, known(aliases[2]), "11");
  before = await say(cleo, known(team), "before Ben left");
  expect(await reads(kept, known(team), before)).toBe("before Ben left");
  await writeRoster(stack.name, {
    members: [
      { id: ana.userId, name: "Ana", role: "admin" },
      { id: cleo.userId, name: "Cleo" },
    ],
    rooms: aliases.map((alias) => ({ alias, name: alias })),
  });
});

afterAll(async () => {
  await Promise.all([ana?.stop(), cleo?.stop(), phone?.stop(), kept?.stop()]);
  await removeRoster(stack.name);
});

/** A private encrypted room with all three in it. */
async function roomOf(host: MemberDevice, alias: string, version: string): Promise<string> {
  const guests = [ana, cleo, phone].filter((each) => each !== host);
  const { room_id: room } = await host.sdk.createRoom({
    ...{ preset: Preset.PrivateChat, room_alias_name: alias, room_version: version },
    ...{ invite: guests.map(({ userId }) => userId) },
  });
  for (const guest of guests) await guest.sdk.joinRoom(room);
  const everyone = [ana, cleo, phone].map(({ userId }) => userId);
  for (const each of [ana, cleo, phone, kept]) await encryptedRoom(each, room, everyone);
  return room;
}

describe("a member who leaves tonight", () => {
  let report: OffboardingReport;
  let files: readonly string[];

  it("is frozen in the first minute, and the freeze can be undone", async () => {
    await chatkeepSucceeds(stack, ["team", "offboard", phone.userId, "--freeze-only", "--yes"]);
    expect(await statusOfSession(phone)).toBe(401);
    await chatkeepSucceeds(stack, ["team", "unlock", phone.userId]);
    expect(await statusOfSession(phone)).toBe(200);
    kept.goOffline();
  });

  it("is offboarded, and every proof holds", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["team", "offboard", phone.userId, "--redact", "--yes", "--json"]);
    ({ report, files } = JSON.parse(stdout));
    expect(report.proofs.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.proofs.map(({ id }) => id)).toContain("probe");
    expect(report.lockedOut).toBe(true);
    expect(Object.fromEntries(report.rooms.map(({ room, left }) => [room, left]))).toEqual({
      [known(eleven)]: "left as the account was deactivated",
      [known(twelve)]: "left as the account was deactivated",
      [known(team)]: "removed by chatkeep",
    });
  });

  it("left both rooms to an administrator", async () => {
    const powerIn = async (room: string | undefined) =>
      (await ana.sdk.getStateEvent(known(room), "m.room.power_levels", "")).users[ana.userId];
    expect([await powerIn(eleven), await powerIn(twelve)]).toEqual([100, 150]);
  });

  it("reads nothing that is sent afterwards, on the device that was offline either; a member who stayed does", async () => {
    for (const room of [eleven, twelve, team]) await seesOutside(cleo, known(room), kept.userId);
    for (const room of [eleven, twelve, team]) {
      const said = await say(cleo, known(room), "among ourselves");
      expect(await reads(ana, known(room), said)).toBe("among ourselves");
      expect(await couldOpen(kept, ana, known(room), said)).toBe(false);
      expect(await couldOpen(phone, ana, known(room), said)).toBe(false);
    }
    expect(await couldOpen(kept, ana, known(team), before)).toBe(true); // what it had, it has
  });

  it("is let in by none of the old tokens, nor by the password", async () => {
    kept.goOnline();
    expect(await statusOfSession(kept)).toBe(401);
    expect(await statusOfSession(phone)).toBe(401);
    expect(await kept.refreshStatus()).toBe(401);
    const devices = devicesAt(stack);
    expect(await devices.signInStatus(kept.userId, kept.person.password)).toBe(403);
    await devices.close();
    const said = await say(cleo, known(team), "still among ourselves");
    expect(await reads(ana, known(team), said)).toBe("still among ourselves");
    expect(await couldOpen(kept, ana, known(team), said)).toBe(false);
  });

  it("has a report that is verified, and refused with one byte changed", async () => {
    const [json = "", page = ""] = files;
    const { signedWith } = JSON.parse((await chatkeepSucceeds(stack, ["team", "verify", json, "--json"])).stdout);
    await chatkeepSucceeds(stack, ["team", "verify", page, "--evidence-key", signedWith]);
    const text = await readFile(json, "utf8");
    await writeFile(`${json}.changed`, text.replace('"holds": true', '"holds":  true'));
    const refused = await chatkeep(stack, ["team", "verify", `${json}.changed`]);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("is not as it was signed")]);
  });
});
