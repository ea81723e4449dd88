import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchTrusting, type TrustingFetch } from "../../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import {
  askPlainly,
  makeRegistrationToken,
  type Newcomer,
  type Office,
  register,
} from "../../support/members/newcomers.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { movingGif, movingPng, movingWebp, type Picture, png } from "../../support/members/pictures.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { inspectService } from "../../support/stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

/** More of each than Synapse's own limits let through. */
const people = isSoak ? 50 : 14;
const rooms = 12;

let stack: StackRecord;
let operator: SynapseOperator;
let connection: TrustingFetch;
let office: Office;
let token: string;
let team: readonly Newcomer[];
let roomIds: readonly string[];

beforeAll(async () => {
  stack = await bootStack({ ...(await testSettings()), registration: "token" });
  operator = await operatorOf(stack);
  connection = fetchTrusting(stack.authorityFile ?? "");
  office = { baseUrl: stack.baseUrl, fetch: connection.fetch };
  token = await makeRegistrationToken(operator);
});

afterAll(async () => {
  await connection?.close();
  operator?.close();
  if (stack !== undefined) await removeStack(stack);
});

describe(`a team of ${people} on its first day, with a client that never asks twice`, () => {
  it("registers from one address, with one token", async () => {
    const names = Array.from({ length: people }, (_, index) => `colleague-${index + 1}`);
    team = await inTurn(names, (name) => register(office, name, token));
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
      askPlainly(office, "POST", "v3/login", { type: "m.login.password", identifier, password }),
    );
    expect(guesses.map(({ status }) => status)).toEqual([403, 403, 403, 429]);
  });

  it("is stopped for registration tokens at the sixth", async () => {
    const path = "v1/register/m.login.registration_token/validity?token=guess";
    const guesses = await inTurn(Array.from({ length: 6 }), () => askPlainly(office, "GET", path));
    expect(guesses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

function member(index: number): Newcomer {
  const found = team[index];
  if (found === undefined) throw new Error("Nobody registered: see the first test.");
  return found;
}

const pictures: readonly { readonly what: string; readonly make: () => Picture }[] = [
  { what: "still ones that are as large as thumbnails are made of", make: () => png(3_600, 3_600) },
  { what: "still ones that are larger", make: () => png(5_650, 5_650) },
  { what: "one pixel high", make: () => png(100_000, 1) },
  { what: "GIF of 1,000 frames", make: () => movingGif(1_000, 800, 600) },
  { what: "WebP of 1,000 frames", make: () => movingWebp(1_000, 800, 600) },
  { what: "PNG of 1,000 frames", make: () => movingPng(1_000, 800, 600) },
];

describe("pictures that take much memory to make smaller, four at once", () => {
  it.each(sample("pictures", pictures, 2))(
    "leave Synapse running, and the members beside them answered: $what",
    async ({ make }) => {
      const before = (await inspectService(stack, "synapse")).State.StartedAt;
      const { type, bytes } = make();
      const uploads = Promise.all(
        Array.from({ length: 4 }, () => send("_matrix/media/v3/upload", { type, body: new Uint8Array(bytes) })),
      );
      const path = `v3/rooms/${encodeURIComponent(roomIds[0] ?? "")}/send/m.room.message/${randomUUID()}`;
      expect(await member(1).ask("PUT", path, { msgtype: "m.text", body: "beside them" })).toMatchObject({
        status: 200,
      });
      expect(await uploads).toEqual([200, 200, 200, 200]);
      const { State, RestartCount } = await inspectService(stack, "synapse");
      expect([State.StartedAt, State.OOMKilled, RestartCount]).toEqual([before, false, 0]);
    },
    300_000,
  );

  async function send(path: string, { type, body }: { readonly type: string; readonly body: Uint8Array<ArrayBuffer> }) {
    const headers = { authorization: `Bearer ${member(0).accessToken}`, "content-type": type };
    const answer = await office.fetch(`${office.baseUrl}/${path}`, { method: "POST", headers, body });
    await answer.arrayBuffer();
    return answer.status;
  }
});

/** One after the other, as a person's client does it. */
async function inTurn<Item, Result>(items: readonly Item[], ask: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await ask(item));
  return results;
}
