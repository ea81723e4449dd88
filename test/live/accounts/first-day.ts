import { describe, expect, it } from "vitest";
import { askPlainly, type Newcomer, register } from "../../support/members/newcomers.ts";
import { isSoak } from "../../support/sample.ts";
import type { Scene } from "./team.test.ts";

/** More of each than Synapse's own limits let through. */
const people = isSoak ? 50 : 14;
const rooms = 12;

/** What a team does on the day it comes, and what those are held to who only guess. */
export function firstDayTests(sceneOf: () => Scene): void {
  let team: readonly Newcomer[];
  let roomIds: readonly string[];

  describe(`a team of ${people} on its first day, with a client that never asks twice`, () => {
    it("registers from one address, with one token", async () => {
      const names = Array.from({ length: people }, (_, index) => `colleague-${index + 1}`);
      team = await inTurn(names, (name) => register(sceneOf().office, name, sceneOf().token));
      expect(team.length).toBe(people);
    });

    it(`is asked into ${rooms} rooms as they are made`, async () => {
      const [founder, others] = [member(0), team.slice(1)];
      const invite = others.map(({ userId }) => userId);
      const made = await inTurn(Array.from({ length: rooms }), () =>
        founder.ask("POST", "v3/createRoom", { preset: "private_chat", invite }),
      );
      expect(made.map((each) => each.status)).toEqual(made.map(() => 200));
      roomIds = made.map((each) => String(each.body.room_id));
    });

    it("joins them: one colleague all of them, and all of them one", async () => {
      const [colleague, others] = [member(1), team.slice(2)];
      const all = await inTurn(roomIds, (id) => colleague.ask("POST", `v3/join/${encodeURIComponent(id)}`, {}));
      expect(all.map((each) => each.status)).toEqual(roomIds.map(() => 200));
      const first = encodeURIComponent(roomIds[0] ?? "");
      const joined = await Promise.all(others.map(({ ask }) => ask("POST", `v3/join/${first}`, {})));
      expect(joined.map(({ status }) => status)).toEqual(others.map(() => 200));
    });

    it("looks each other up, is asked into a room one by one, and opens rooms for two", async () => {
      const [colleague, others] = [member(1), team.slice(2)];
      const room = await colleague.ask("POST", "v3/createRoom", { preset: "private_chat" });
      const path = `v3/rooms/${encodeURIComponent(String(room.body.room_id))}/invite`;
      for (const { userId } of others) {
        const search = { search_term: userId.slice(1).split(":")[0] ?? "" };
        expect(await colleague.ask("POST", "v3/user_directory/search", search)).toMatchObject({ status: 200 });
        expect(await colleague.ask("POST", path, { user_id: userId })).toMatchObject({ status: 200 });
        const direct = { preset: "trusted_private_chat", is_direct: true, invite: [userId] };
        expect(await colleague.ask("POST", "v3/createRoom", direct)).toMatchObject({ status: 200 });
      }
    });
  });

  describe("on the same day, guessing", () => {
    it("is stopped for passwords at the fourth wrong one", async () => {
      const identifier = { type: "m.id.user", user: member(0).userId };
      const guesses = await inTurn(["one", "two", "three", "four"], (password) =>
        askPlainly(sceneOf().office, "POST", "v3/login", { type: "m.login.password", identifier, password }),
      );
      expect(guesses.map(({ status }) => status)).toEqual([403, 403, 403, 429]);
    });

    it("is stopped for registration tokens at the sixth", async () => {
      const path = "v1/register/m.login.registration_token/validity?token=guess";
      const guesses = await inTurn(Array.from({ length: 6 }), () => askPlainly(sceneOf().office, "GET", path));
      expect(guesses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    });
  });

  function member(index: number): Newcomer {
    const found = team[index];
    if (found === undefined) throw new Error("No one registered: see the first test.");
    return found;
  }
}

/** One after the other, as a person's client does it. */
async function inTurn<Item, Result>(items: readonly Item[], ask: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await ask(item));
  return results;
}
