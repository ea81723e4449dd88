import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { EventType, MsgType } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { messageIn } from "../../../src/io/matrix/client.ts";
import type { TeamStatus } from "../../../src/operations/team/status/report.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { makeIdentity, passwordAnswer, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { chatkeep } from "../../support/stack/command-line.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";
import { readSheet } from "../../support/team/sheet.ts";

const server = inject("teamStack");
const idOf = (name: string) => `@twl-${name}:${server.serverName}`;

/** Twelve people, by role. */
const roles = {
  admin: ["ana", "ben"],
  moderator: ["cleo"],
  member: ["dan", "eve", "fay", "gil", "hal", "ida", "jon", "kim", "lea"],
};
const names = Object.values(roles).flat();
const design = ["cleo", "dan", "eve", "fay"];
const leads = ["ana", "cleo", "gil"];
const late = "lea";

/** Who is in each room, by alias. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "twl-all": names,
  "twl-general": names,
  "twl-design": design,
  "twl-leads": leads,
};

/** How many clients are at work at once: two processors serve them all. */
const atOnce = 4;

const devices = new Map<string, MemberDevice>();
let folder: string;

beforeAll(async () => {
  await forgetTeam(server);
  folder = await mkdtemp(join(server.stateHome, "twl-"));
  const place = (alias: string, more: object) => ({ alias, name: alias, ...more });
  await writeRoster(server.name, {
    members: Object.entries(roles).flatMap(([role, those]) =>
      those.map((name) => ({
        id: idOf(name),
        name: `${name} of Acme`,
        role,
        teams: design.includes(name) ? ["design"] : [],
      })),
    ),
    spaces: [place("twl-all", { rooms: ["twl-general", "twl-design", "twl-leads"] })] as never,
    rooms: [
      place("twl-general", {}),
      place("twl-design", { people: { teams: ["design"], members: [] } }),
      place("twl-leads", { people: { teams: [], members: leads.map(idOf) }, powers: { member: 50 } }),
    ] as never,
  });
});

afterAll(async () => {
  await Promise.all([...devices.values()].map((device) => device.stop()));
  await forgetTeam(server);
});

describe("twelve people of a roster", () => {
  it("have no account before it is applied", async () => {
    const { members, rooms: beside } = await status();
    expect(members.map(({ stage }) => stage)).toEqual(names.map(() => "noAccount"));
    expect(beside.missing).toHaveLength(4);
  });

  it("are invited by one command", async () => {
    const { exitCode, stderr } = await chatkeep(server, ["team", "apply", "--yes", "--sheets", folder]);
    expect(exitCode, stderr).toBe(0);
    const { members, rooms: beside } = await status();
    expect(members.map(({ stage, password }) => [stage, password])).toEqual(names.map(() => ["invited", "initial"]));
    expect(beside.missing).toEqual([]);
  });

  it("sign in with what their sheets say, and set up recovery; one waits, one does not, one comes late", async () => {
    const others = names.filter((name) => name !== late);
    await sideBySide(others, async (name) => {
      const device = await signInWithSheet(name);
      if (name === "kim") await makeIdentity(device);
      else if (name !== "jon") await setUpRecovery(device);
    });
    const { members, totals } = await status();
    const stages = Object.fromEntries(members.map(({ user, stage, recovery }) => [user, [stage, recovery]]));
    expect(stages).toEqual({
      ...Object.fromEntries(others.map((name) => [idOf(name), ["ready", "ready"]])),
      [idOf("kim")]: ["signedIn", "noSecretStorage"],
      [idOf("jon")]: ["signedIn", "noCrossSigning"],
      [idOf(late)]: ["invited", "neverSignedIn"],
    });
    expect(totals).toMatchObject({ members: 12, ready: 9, initialPasswords: 11 });
  });

  it("are all ready in the end, and who chose another password no longer has the initial one", async () => {
    await Promise.all([setUpRecovery(deviceOf("kim")), setUpRecovery(deviceOf("jon"))]);
    await setUpRecovery(await signInWithSheet(late));
    const { sdk, person } = deviceOf("cleo");
    await sdk.setPassword(passwordAnswer(person), "chosen by Cleo herself", false);
    const { met, members, totals, unknownAccounts } = await status();
    expect(members.map(({ stage }) => stage)).toEqual(names.map(() => "ready"));
    expect(members.filter(({ password }) => password === "changed").map(({ user }) => user)).toEqual([idOf("cleo")]);
    expect([met, totals]).toEqual([true, { members: 12, ready: 12, breaching: 0, initialPasswords: 11 }]);
    expect(unknownAccounts.filter(({ user }) => user.startsWith("@twl-"))).toEqual([]);
    for (const { devices: all } of members) expect(all).toMatchObject([{ encryption: "signed", stale: false }]);
  });
});

describe("the rooms of twelve people", () => {
  it("are found by each of them, encrypted, with the right people", async () => {
    for (const [name, { sdk }] of devices) {
      const mine = Object.entries(rooms).filter(([, people]) => people.includes(name));
      const aliases = mine.map(([alias]) => aliasOf(alias)).toSorted();
      const found = () =>
        sdk
          .getRooms()
          .flatMap((room) => room.getCanonicalAlias() ?? [])
          .toSorted();
      await untilTrue(`rooms of ${name}`, () => found().join() === aliases.join());
      for (const [alias, people] of mine) {
        const room = roomAt(name, alias);
        await untilTrue(`everyone in ${alias} at ${name}`, () => room.getJoinedMemberCount() === people.length);
        expect(
          room
            .getJoinedMembers()
            .map(({ userId }) => userId)
            .toSorted(),
        ).toEqual(people.map(idOf).toSorted());
        expect(room.isSpaceRoom() || room.hasEncryptionStateEvent()).toBe(true);
      }
    }
  });

  it("give each the power of their role: administrators stand above, as creators", () => {
    const power = (alias: string, name: string) => roomAt("ana", alias).getMember(idOf(name))?.powerLevel;
    expect(power("twl-general", "ana")).toBe(Number.POSITIVE_INFINITY);
    expect(power("twl-general", "cleo")).toBe(50);
    expect(power("twl-general", "dan")).toBe(0);
    expect(power("twl-leads", "gil")).toBe(50);
  });

  it("carry a message that all of them read", async () => {
    const room = roomAt("dan", "twl-general").roomId;
    const content = { msgtype: MsgType.Text, body: "Good morning" } as const;
    const { event_id: event } = await deviceOf("dan").sdk.sendEvent(room, EventType.RoomMessage, content);
    const read = await Promise.all([...devices.values()].map((device) => messageIn(device, room, event)));
    expect(new Set(read)).toEqual(new Set(["Good morning"]));
  });

  it("and their people are as the roster says after all that: there is nothing to apply", async () => {
    const { stdout } = await chatkeep(server, ["team", "plan", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ steps: [], leaving: [] });
  });
});

async function status(): Promise<TeamStatus> {
  const { exitCode, stdout, stderr } = await chatkeep(server, ["team", "status", "--json"]);
  if (exitCode !== 0 && exitCode !== 3) throw new Error(`team status ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout);
}

async function signInWithSheet(name: string): Promise<MemberDevice> {
  const { baseUrl, ...person } = await readSheet(folder, `twl-${name}`);
  const device = await newDevice({ ...server, baseUrl }, person, "off");
  devices.set(name, device);
  return device;
}

/** A few at once, one after the other. */
async function sideBySide(all: readonly string[], act: (name: string) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function deviceOf(name: string): MemberDevice {
  const device = devices.get(name);
  if (device === undefined) throw new Error(`${name} has not signed in`);
  return device;
}

const aliasOf = (alias: string) => `#${alias}:${server.serverName}`;

function roomAt(name: string, alias: string) {
  const room = deviceOf(name)
    .sdk.getRooms()
    .find((each) => each.getCanonicalAlias() === aliasOf(alias));
  if (room === undefined) throw new Error(`${name} has no room ${alias}`);
  return room;
}
