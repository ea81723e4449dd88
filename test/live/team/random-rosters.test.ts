import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { joinedIn } from "../../../src/operations/team/apply/seen.ts";
import { isSoak, seed } from "../../support/sample.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { anyComing, anyTeam, type WrittenTeam } from "../../support/team/any-team.ts";
import { type Applying, applyingOn } from "../../support/team/applying.ts";
import { writeRoster } from "../../support/team/roster-file.ts";

const seedNumber = Number.parseInt(seed.slice(0, 7), 16) || 1;
const server = inject("teamStack");
const id = (name: string) => `@rnd-${name}:${server.serverName}`;

let on: Applying;

beforeAll(async () => {
  on = await applyingOn(server, "rnd");
});

afterAll(() => on?.end());

/** Of the full counts, where each that leaves is an offboarding with its proofs. */
const patience = isSoak ? 3_600_000 : 300_000;

describe("rosters in a random sequence", { timeout: patience }, () => {
  const count = isSoak ? 20 : 2;

  it("end in the state of the last one", async () => {
    const drawn = fc.sample(anyTeam(id), { numRuns: count, seed: seedNumber });
    for (const roster of drawn) {
      await on.applied(roster);
      await expectRoster(roster);
    }
    expect(await on.stepsLeft()).toEqual([]);
  });
});

describe("people who come and leave in a random sequence", { timeout: patience }, () => {
  it("end where the last roster says: those who left are out of the room, and their accounts are closed", async () => {
    await on.forget();
    const [sequence = []] = fc.sample(anyComing(id, "rnd-coming", isSoak ? 10 : 2), { numRuns: 1, seed: seedNumber });
    for (const { roster, here, leaving } of sequence) {
      await writeRoster(server.name, roster);
      const left = leaving.length === 0 ? [] : ["--leaving", String(leaving.length)];
      await chatkeepSucceeds(server, [...on.words, ...left]);
      expect(joinedIn(await on.placeOf("coming")).toSorted()).toEqual(here.toSorted());
      for (const user of leaving) expect(await on.accountOf(user)).toMatchObject({ deactivated: true, locked: true });
      for (const user of here) expect(await on.accountOf(user)).toMatchObject({ deactivated: false, locked: false });
    }
    expect(await on.stepsLeft()).toEqual([]);
    await on.forget();
  });
});

/** What a person would see in each room, whatever was applied before. */
async function expectRoster(roster: WrittenTeam): Promise<void> {
  for (const { alias, topic, join, people } of roster.rooms) {
    const place = await on.placeOf(alias.replace("rnd-", ""));
    const members = people === "everyone" ? [id("ada"), id("ben"), id("cy")] : people.members;
    const here = joinedIn(place).toSorted();
    expect(here).toEqual(join === "server" ? expect.arrayContaining([...members]) : [...members].toSorted());
    expect(here).not.toContain(`@chatkeep:${server.serverName}`);
    expect(place.state.get("m.room.topic")).toMatchObject({ topic });
  }
}
