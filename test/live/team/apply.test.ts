import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { type Rooms, synapseRooms } from "../../../src/io/synapse/rooms.ts";
import type { Json } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { joinedIn, powerOf, seenPlace } from "../../../src/operations/team/apply/seen.ts";
import type { StopPoint } from "../../support/kills/moments.ts";
import { pathsFor, startAndStop } from "../../support/kills/strike.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { isSoak, sample, seed } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { anyComing, anyTeam, type WrittenTeam } from "../../support/team/any-team.ts";
import { removeRoster, writeRoster } from "../../support/team/roster-file.ts";
import { readSheet } from "../../support/team/sheet.ts";

const server = inject("teamStack");
const id = (name: string) => `@apl-${name}:${server.serverName}`;
const operatorId = `@chatkeep:${server.serverName}` as UserId;

type Written = Readonly<Record<string, Json>>;

const seedNumber = Number.parseInt(seed.slice(0, 7), 16) || 1;

let operator: SynapseOperator;
let rooms: Rooms;
let folder: string;

beforeAll(async () => {
  operator = await operatorOf(server);
  rooms = synapseRooms(operator, operatorId);
  folder = await mkdtemp(join(tmpdir(), "chatkeep-apply-"));
  await forgetTeam();
});

afterAll(async () => {
  operator?.close();
  await forgetTeam();
  await rm(folder, { recursive: true, force: true });
});

/** Other tests of this server have rosters of their own: no member of them leaves. */
async function forgetTeam(): Promise<void> {
  await rm(pathsFor(server).teamRecord, { force: true });
  await removeRoster(server.name);
}

const words = () => ["team", "apply", "--yes", "--json", "--sheets", folder];

async function applied(roster: Written): Promise<{ readonly steps: readonly { readonly kind: string }[] }> {
  await writeRoster(server.name, roster);
  return JSON.parse((await chatkeepSucceeds(server, words())).stdout);
}

async function stepsLeft(): Promise<unknown> {
  return JSON.parse((await chatkeepSucceeds(server, ["team", "plan", "--json"])).stdout).steps;
}

async function placeOf(alias: string) {
  const room = await rooms.find(`#apl-${alias}:${server.serverName}`);
  if (room === null) throw new Error(`There is no room #apl-${alias}`);
  return seenPlace(room, await rooms.state(room));
}

const members: readonly Json[] = [
  { id: id("ada"), name: "Ada", role: "admin" },
  { id: id("ben"), name: "Ben", role: "moderator", teams: ["red"] },
  { id: id("cy"), name: "Cy" },
];

const team: Written = {
  members,
  spaces: [{ alias: "apl-space", name: "Space", rooms: ["apl-general", "apl-red"] }],
  rooms: [
    { alias: "apl-general", name: "General", topic: "News" },
    { alias: "apl-red", name: "Red", people: { teams: ["red"] }, join: "space" },
  ],
};

describe("a roster that is applied", () => {
  it("makes accounts, a space and rooms, and a second time changes nothing", async () => {
    await writeRoster(server.name, team);
    const plan = await chatkeepSucceeds(server, ["team", "plan"]);
    expect(plan.stdout).toContain("make the room #apl-general (General)");
    expect((await applied(team)).steps.length).toBeGreaterThan(10);
    expect((await applied(team)).steps).toEqual([]);
    const general = await placeOf("general");
    expect(joinedIn(general).toSorted()).toEqual([id("ada"), id("ben"), id("cy")]);
    expect(general.creators).toEqual(new Set([operatorId, id("ada")]));
    expect([powerOf(general, id("ben")), powerOf(general, id("cy"))]).toEqual([50, 0]);
    expect(general.state.get("m.room.encryption")).toMatchObject({ algorithm: "m.megolm.v1.aes-sha2" });
    const [space, red] = [await placeOf("space"), await placeOf("red")];
    expect(space.children).toEqual(new Set([general.room, red.room]));
    expect(joinedIn(red)).toEqual([id("ben")]);
    expect(red.state.get("m.room.join_rules")).toMatchObject({ allow: [{ room_id: space.room }] });
  });

  it("gives each newcomer a sheet whose password lets them in", async () => {
    expect(await signInStatus("cy")).toBe(200);
  });

  it("asks for the number of those who leave where they are many", async () => {
    await writeRoster(server.name, { ...team, members: members.slice(0, 2) });
    const refused = await chatkeep(server, [...words(), "--leaving", "2"]);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("1 member leaves, and not 2")]);
    await writeRoster(server.name, team);
    expect(await stepsLeft()).toEqual([]);
  });
});

/** Of the full counts, where each that leaves is an offboarding with its proofs. */
const patience = isSoak ? 3_600_000 : 300_000;

describe("rosters in a random sequence", { timeout: patience }, () => {
  const count = isSoak ? 20 : 2;

  it("end in the state of the last one", async () => {
    const drawn = fc.sample(anyTeam(id), { numRuns: count, seed: seedNumber });
    for (const roster of drawn) {
      await applied(roster);
      await expectRoster(roster);
    }
    expect(await stepsLeft()).toEqual([]);
  });
});

describe("people who come and leave in a random sequence", { timeout: patience }, () => {
  it("end where the last roster says: those who left are out of the room, and their accounts are closed", async () => {
    await forgetTeam();
    const [sequence = []] = fc.sample(anyComing(id, "apl-coming", isSoak ? 10 : 2), { numRuns: 1, seed: seedNumber });
    for (const { roster, here, leaving } of sequence) {
      await writeRoster(server.name, roster);
      const left = leaving.length === 0 ? [] : ["--leaving", String(leaving.length)];
      await chatkeepSucceeds(server, [...words(), ...left]);
      expect(joinedIn(await placeOf("coming")).toSorted()).toEqual(here.toSorted());
      for (const user of leaving) expect(await accountOf(user)).toMatchObject({ deactivated: true, locked: true });
      for (const user of here) expect(await accountOf(user)).toMatchObject({ deactivated: false, locked: false });
    }
    expect(await stepsLeft()).toEqual([]);
    await forgetTeam();
  });
});

async function accountOf(user: string): Promise<Json> {
  return (await operator.send("GET", `/_synapse/admin/v2/users/${encodeURIComponent(user)}`)).body;
}

/** What a person would see in each room, whatever was applied before. */
async function expectRoster(roster: WrittenTeam): Promise<void> {
  for (const { alias, topic, join, people } of roster.rooms) {
    const place = await placeOf(alias.replace("apl-", ""));
    const members = people === "everyone" ? [id("ada"), id("ben"), id("cy")] : people.members;
    const here = joinedIn(place).toSorted();
    expect(here).toEqual(join === "server" ? expect.arrayContaining([...members]) : [...members].toSorted());
    expect(here).not.toContain(operatorId);
    expect(place.state.get("m.room.topic")).toMatchObject({ topic });
  }
}

/** Where a run is killed; `mark` tells the people and rooms of one run from those of another. */
interface Kill {
  readonly what: string;
  readonly mark: string;
  readonly point: StopPoint;
}

describe("a run that is killed", () => {
  const sheetless: Kill = {
    ...{ what: "the first sheet of a newcomer", mark: "sheet" },
    point: { call: "rename", about: "-sheet.txt$" },
  };
  const points = ["makeAccount", "makeRoom", "addToSpace", "join", "leave"].flatMap((kind) =>
    [1, 2].map(
      (occurrence): Kill => ({
        ...{ what: `the line of step ${kind} ${occurrence}`, mark: `${kind.toLowerCase()}${occurrence}` },
        point: { call: "append", about: `"step":"${kind}"`, occurrence },
      }),
    ),
  );

  const requests = ["v2/users/", "createRoom", "m.space.child", "v1/join/", "/leave"].flatMap((path) =>
    [1, 2].map(
      (occurrence): Kill => ({
        ...{
          what: `request ${occurrence} to ${path}`,
          mark: `${path.replace(/[^a-z]/gi, "").toLowerCase()}-${occurrence}`,
        },
        point: { call: "request", about: path, occurrence },
      }),
    ),
  );

  it.each([sheetless, ...sample("kills of team apply", [...points, ...requests], 1)])(
    "before $what is finished by the next",
    async ({ mark, point }) => {
      const people = ["one", "two"].map((each) => ({ id: id(`${each}-${mark}`), name: each }));
      const places = [1, 2].map((each) => ({ alias: `apl-${mark}-${each}`, name: `${each}` }));
      const killed: Written = {
        members: [...members, ...people],
        spaces: [{ alias: "apl-space", name: "Space", rooms: places.map(({ alias }) => alias) }],
        rooms: places,
      };
      await writeRoster(server.name, killed);
      const stopped = await startAndStop(server, words(), point);
      expect(stopped).not.toBeNull();
      if (stopped !== null) process.kill(stopped.pid ?? 0, "SIGKILL");
      await applied(killed);
      expect(await stepsLeft()).toEqual([]);
      for (const { alias } of places) expect(joinedIn(await placeOf(alias.replace("apl-", "")))).toHaveLength(5);
      for (const each of ["one", "two"]) expect(await signInStatus(`${each}-${mark}`)).toBe(200);
      expect((await chatkeep(server, ["journal", "verify"])).exitCode).toBe(0);
      await forgetTeam();
    },
  );
});

/** Signs in with what a member's sheet says. */
async function signInStatus(name: string): Promise<number> {
  const { userId: user, password } = await readSheet(folder, `apl-${name}`);
  const body = { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
  return (await operator.send("POST", "/_matrix/client/v3/login", body)).status;
}
