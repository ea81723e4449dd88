import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { observeAccess } from "../../../../src/io/postgres/audit/access.ts";
import { memberRecords } from "../../../../src/io/postgres/audit/members.ts";
import { databaseOf } from "../../../support/members/readiness/population.ts";
import { isSoak } from "../../../support/sample.ts";
import { chatkeep } from "../../../support/stack/command-line.ts";

const stack = inject("keysStack");

/** A soak has the size of a large server; otherwise the same is counted on a small one. */
const size = isSoak ? { events: 200_000, members: 10_000, rooms: 200 } : { events: 2_000, members: 100, rooms: 20 };
const roomsEach = 10;
const perRoom = size.events / size.rooms;

const made = (number: string) => `'!made-' || (${number}) % ${size.rooms} || ':made.invalid'`;
const name = "'@made' || m || ':made.invalid'";

/** Made-up rows: encrypted messages of an hour each back from now, each with a session of its own; and members in ten rooms, who have half of one room's keys. */
const fill = `
INSERT INTO events (topological_ordering, event_id, type, room_id, processed, outlier, depth, origin_server_ts, received_ts, sender, contains_url, stream_ordering)
  SELECT n, '$made-' || n, 'm.room.encrypted', ${made("n")}, true, false, n,
    (extract(epoch FROM now()) * 1000)::bigint - (n % 2150)::bigint * 3600000, 0, '@made:made.invalid', false, 1000000000 + n
  FROM generate_series(1, ${size.events}) AS n;
INSERT INTO event_json (event_id, room_id, internal_metadata, format_version, json)
  SELECT '$made-' || n, ${made("n")}, '{}', 11, json_build_object('content', json_build_object('algorithm', 'm.megolm.v1.aes-sha2',
    'ciphertext', repeat(md5(n::text), 12), 'session_id', 'session-' || n), 'signatures', repeat(md5(n::text), 12))::text
  FROM generate_series(1, ${size.events}) AS n;
INSERT INTO users (name, creation_ts) SELECT ${name}, 1 FROM generate_series(1, ${size.members}) AS m;
INSERT INTO local_current_membership (room_id, user_id, event_id, membership)
  SELECT ${made("m + r")}, ${name}, '$made-1', 'join' FROM generate_series(1, ${size.members}) AS m, generate_series(1, ${roomsEach}) AS r;
INSERT INTO e2e_room_keys_versions (user_id, version, algorithm, auth_data) SELECT ${name}, 1, 'a', '{}' FROM generate_series(1, ${size.members}) AS m;
INSERT INTO e2e_room_keys (user_id, version, room_id, session_id, session_data)
  SELECT ${name}, 1, ${made("m + 1")}, 'session-' || ((m + 1) % ${size.rooms} + ${size.rooms} * k), '{}'
  FROM generate_series(1, ${size.members}) AS m, generate_series(0, ${perRoom / 2 - 1}) AS k WHERE (m + 1) % ${size.rooms} + k > 0;`;

const clear = ["e2e_room_keys", "e2e_room_keys_versions", "local_current_membership"]
  .map((table) => `DELETE FROM ${table} WHERE user_id LIKE '@made%:made.invalid';`)
  .concat("DELETE FROM users WHERE name LIKE '@made%:made.invalid';")
  .concat(["event_json", "events"].map((table) => `DELETE FROM ${table} WHERE event_id LIKE '$made-%';`))
  .join("\n");

beforeAll(async () => {
  const { functions } = await observeAccess(databaseOf(stack, "postgres"));
  if (functions === null) await chatkeep(stack, ["recovery", "audit", "--json"]);
  await databaseOf(stack, "postgres").run(`${fill}\nANALYZE;`);
});
afterAll(() => databaseOf(stack, "postgres").run(clear));

it("the sessions of many messages are counted in one pass, for every member and for one", async () => {
  const { sessions } = memberRecords(databaseOf(stack, "audit"));
  const since = new Date(Date.now() - 90 * 86_400_000);
  const start = performance.now();
  const all = new Map(await Array.fromAsync(sessions(null, since)));
  const seconds = (performance.now() - start) / 1_000;
  const user = "@made7:made.invalid" as never;
  const expected = { known: perRoom * roomsEach, backedUp: perRoom / 2 };
  expect(all.get(user)).toEqual(expected);
  expect([...all.keys()].filter((each) => each.startsWith("@made")).length).toBe(size.members);
  const [alone] = await Array.fromAsync(sessions(user, since));
  expect(alone).toEqual([user, expected]);
  const none = await Array.fromAsync(sessions(user, new Date(Date.now() + 60_000)));
  expect(none).toEqual([]);
  console.log(
    `The sessions of ${size.events} messages were counted for ${size.members} members in ${seconds.toFixed(1)} s.`,
  );
});
