import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Json } from "../../../src/kinds/json.ts";
import { joinedIn, powerOf } from "../../../src/operations/team/apply/seen.ts";
import type { StopPoint } from "../../support/kills/moments.ts";
import { startAndStop } from "../../support/kills/strike.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { type Applying, applyingOn, type Written } from "../../support/team/applying.ts";
import { writeRoster } from "../../support/team/roster-file.ts";

const server = inject("teamStack");
const id = (name: string) => `@apl-${name}:${server.serverName}`;

let on: Applying;

beforeAll(async () => {
  on = await applyingOn(server, "apl");
});

afterAll(() => on?.end());

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
    expect((await on.applied(team)).steps.length).toBeGreaterThan(10);
    expect((await on.applied(team)).steps).toEqual([]);
    const general = await on.placeOf("general");
    expect(joinedIn(general).toSorted()).toEqual([id("ada"), id("ben"), id("cy")]);
    expect(general.creators).toEqual(new Set([`@chatkeep:${server.serverName}`, id("ada")]));
    expect([powerOf(general, id("ben")), powerOf(general, id("cy"))]).toEqual([50, 0]);
    expect(general.state.get("m.room.encryption")).toMatchObject({ algorithm: "m.megolm.v1.aes-sha2" });
    const [space, red] = [await on.placeOf("space"), await on.placeOf("red")];
    expect(space.children).toEqual(new Set([general.room, red.room]));
    expect(joinedIn(red)).toEqual([id("ben")]);
    expect(red.state.get("m.room.join_rules")).toMatchObject({ allow: [{ room_id: space.room }] });
  });

  it("gives each newcomer a sheet whose password lets them in", async () => {
    expect(await on.signInStatus("cy")).toBe(200);
  });

  it("asks for the number of those who leave where they are many", async () => {
    await writeRoster(server.name, { ...team, members: members.slice(0, 2) });
    const refused = await chatkeep(server, [...on.words, "--leaving", "2"]);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("1 member leaves, and not 2")]);
    await writeRoster(server.name, team);
    expect(await on.stepsLeft()).toEqual([]);
  });
});

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

  it.each(sample("kills of team apply", [sheetless, ...points, ...requests], 1))(
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
      const stopped = await startAndStop(server, on.words, point);
      expect(stopped).not.toBeNull();
      if (stopped !== null) process.kill(stopped.pid ?? 0, "SIGKILL");
      await on.applied(killed);
      expect(await on.stepsLeft()).toEqual([]);
      for (const { alias } of places) expect(joinedIn(await on.placeOf(alias.replace("apl-", "")))).toHaveLength(5);
      for (const each of ["one", "two"]) expect(await on.signInStatus(`${each}-${mark}`)).toBe(200);
      expect((await chatkeep(server, ["journal", "verify"])).exitCode).toBe(0);
      await on.forget();
    },
  );
});
