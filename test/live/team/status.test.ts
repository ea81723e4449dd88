import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { showTeamStatus } from "../../../src/cli/team/status/text.ts";
import type { TeamStatus } from "../../../src/operations/team/status/report.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { makeIdentity, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { chatkeep } from "../../support/stack/command-line.ts";
import { removeRoster, writeRoster } from "../../support/team/roster-file.ts";

const server = inject("teamStack");
/** Has no account. */
const cleo = `@sts-cleo:${server.serverName}`;

let ana: MemberDevice;
let ben: MemberDevice;
let dan: string;

/** Ana is ready, Ben has not set up recovery, Cleo has no account; Dan is not in the roster. Ana made rooms that are not in it either. */
beforeAll(async () => {
  const operator = await operatorOf(server);
  const [one, other, third] = await makePeople(operator, server.serverName, ["sts-ana", "sts-ben", "sts-dan"]);
  operator.close();
  if (one === undefined || other === undefined || third === undefined) throw new Error("no people");
  dan = third.userId;
  [ana, ben] = await Promise.all([newDevice(server, one, "off"), newDevice(server, other, "off")]);
  await Promise.all([setUpRecovery(ana), makeIdentity(ben)]);
  await ana.sdk.createRoom({ name: "Anything", room_alias_name: "sts-general" });
  await ana.sdk.createRoom({ name: "Lunch\u202e", topic: "not in the roster" });
  await makeRoom(ana, [ben]);
  await writeRoster(server.name, {
    members: [
      { id: ana.userId, name: "Ana", role: "admin" },
      { id: ben.userId, name: "Ben" },
      { id: cleo, name: "Cleo", contacts: ["+44 20 7946 0000"] },
    ],
    rooms: ["sts-general", "sts-planned"].map((alias) => ({ alias, name: alias })),
  });
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  await removeRoster(server.name);
});

describe("the status of a team", () => {
  let status: TeamStatus;
  let text: string;

  beforeAll(async () => {
    const [json, shown] = await Promise.all([
      chatkeep(server, ["team", "status", "--json"]),
      chatkeep(server, ["team", "status"]),
    ]);
    expect([json.exitCode, shown.exitCode], json.stderr).toEqual([0, 0]);
    [status, text] = [JSON.parse(json.stdout), shown.stdout];
  });

  it("says how far each member has come", () => {
    expect(status.members.map(({ user, stage, recovery }) => [user, stage, recovery])).toEqual([
      [ana.userId, "ready", "ready"],
      [ben.userId, "signedIn", "noSecretStorage"],
      [cleo, "noAccount", null],
    ]);
    expect(status.members[0]?.devices).toMatchObject([{ id: ana.deviceId, encryption: "signed" }]);
    expect(Date.parse(status.members[0]?.since ?? "")).toBeGreaterThan(Date.now() - 3_600_000);
  });

  it("names accounts and rooms beside the roster, and counts conversations", () => {
    expect(status.unknownAccounts.map(({ user }) => user)).toContain(dan);
    const accounts = status.unknownAccounts.map(({ user }) => user);
    expect(accounts.filter((user) => /chatkeep/.test(user))).toEqual([]);
    const mine = status.rooms.unknown.filter(({ creator }) => creator === ana.userId);
    expect(mine).toMatchObject([{ joined: 1, space: false, aliases: [] }]);
    expect(status.rooms.missing).toEqual([`#sts-planned:${server.serverName}`]);
    expect(status.rooms.conversations).toBeGreaterThan(0);
  });

  it("is a table for people, which no name can draw on", () => {
    expect(text).toContain("All 3 members meet the policies. 1 of 3 could recover their messages.");
    expect(text).toMatch(/@sts-ben-\S+ +Ben +signed in .* no secret storage/);
    expect(text).not.toContain("\u202e");
    // The list for people is short, and other tests make rooms here too.
    const own = status.rooms.unknown.filter(({ creator }) => creator === ana.userId);
    const shown = showTeamStatus({ ...status, rooms: { ...status.rooms, unknown: own } }).join("\n");
    expect(shown).toContain('"Lunch"');
    expect(shown).not.toContain("\u202e");
  });
});

describe("a team's reminder", () => {
  it("is for who still has time only where that is said, and sent once", async () => {
    expect(await remind("--dry-run")).toMatchObject({ send: [], passedOver: [] });
    expect(await remind("--early", "--yes")).toMatchObject({ sent: [ben.userId] });
    expect(await remind("--early", "--yes")).toMatchObject({ sent: [], passedOver: [{ user: ben.userId }] });
  });

  it("is refused for an account that is not in the roster", async () => {
    const { exitCode, stderr } = await chatkeep(server, ["team", "remind", dan]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${dan} is not in the roster`)]);
  });
});

async function remind(...flags: readonly string[]) {
  const { exitCode, stdout, stderr } = await chatkeep(server, ["team", "remind", "--json", ...flags]);
  if (exitCode !== 0) throw new Error(`remind ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}
