import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { auditFunctions } from "../../../../src/actions/recovery/audit/access.ts";
import { grantAccess, observeAccess, readableColumns } from "../../../../src/io/postgres/audit/access.ts";
import { memberRecords } from "../../../../src/io/postgres/audit/members.ts";
import { decideAccess } from "../../../../src/operations/recovery/audit/access.ts";
import { engineOf, inspectService } from "../../../support/stack/engine.ts";
import { type BareDatabase, bareDatabase } from "../../../support/synapse/older-database.ts";
import { olderSynapse } from "../../../support/synapse/older-synapse.ts";

const stack = inject("keysStack");
let database: BareDatabase;

beforeAll(async () => {
  const images = await Promise.all((["postgres", "synapse"] as const).map((role) => inspectService(stack, role)));
  const [postgres = "", synapse = ""] = images.map(({ Config }) => Config.Image);
  database = await bareDatabase(engineOf(stack), { postgres, synapse });
});
afterAll(() => database?.remove());

const seen = async () => {
  const { records, sessions } = memberRecords(database.as("audit"));
  return [await Array.fromAsync(records(null)), await Array.fromAsync(sessions(null, new Date(0)))];
};

it("a database of an older Synapse is upgraded with the role and its functions in place, and they still answer", async () => {
  const older = await database.migrate(await olderSynapse());
  expect([older.done, await database.schema()], older.log).toEqual([true, 92]);

  await grantAccess(database.as("postgres"), auditFunctions(), "mark");
  await database.as("postgres").run(someone);
  const before = await seen();
  expect(before).toMatchObject([
    [{ user: "@ada:older.invalid", secretStorage: { pointer: "set" } }],
    [["@ada:older.invalid", { known: 1, backedUp: 1 }]],
  ]);

  // What the functions must not be: with a view on one of the columns that change, the same upgrade fails.
  await database.as("postgres").run("CREATE VIEW public.lasting AS SELECT content FROM delayed_events");
  const hindered = await database.migrate([]);
  expect([hindered.done, hindered.log]).toEqual([false, expect.stringContaining("used by a view or rule")]);
  await database.as("postgres").run("DROP VIEW public.lasting");

  const today = await database.migrate([]);
  expect([today.done, await database.schema()], today.log).toEqual([true, 94]);
  expect(await seen()).toEqual(before);
  const observed = await observeAccess(database.as("postgres"));
  expect(decideAccess(observed, { mark: "mark", columns: readableColumns })).toBeNull();
});

it("nothing of ours depends on a table of Synapse's, so no later migration is hindered either", async () => {
  const bound = `SELECT pg_describe_object(refclassid, refobjid, refobjsubid) FROM pg_depend
    WHERE classid = 'pg_proc'::regclass AND objid IN (SELECT oid FROM pg_proc WHERE pronamespace = 'chatkeep_audit'::regnamespace)
    AND refclassid IN ('pg_class'::regclass, 'pg_type'::regclass) AND refobjid >= 16384`;
  expect(await Array.fromAsync(database.as("postgres").rows(bound))).toEqual([]);
  const held = `SELECT relname FROM pg_class WHERE relnamespace = 'chatkeep_audit'::regnamespace`;
  expect(await Array.fromAsync(database.as("postgres").rows(held))).toEqual([]);
});

/** A member in a room with one encrypted message, whose session is in the backup. */
const someone = `
INSERT INTO users (name, creation_ts) VALUES ('@ada:older.invalid', 1);
INSERT INTO account_data (user_id, account_data_type, stream_id, content)
  VALUES ('@ada:older.invalid', 'm.secret_storage.default_key', 1, '{"key":"a"}');
INSERT INTO events (topological_ordering, event_id, type, room_id, processed, outlier, depth, origin_server_ts, received_ts, sender, contains_url, stream_ordering) VALUES
  (1, '$join', 'm.room.member', '!room', true, false, 1, 1000, 1000, '@ada:older.invalid', false, 1),
  (2, '$message', 'm.room.encrypted', '!room', true, false, 2, 2000, 2000, '@ada:older.invalid', false, 2);
INSERT INTO event_json (event_id, room_id, internal_metadata, json, format_version) VALUES
  ('$message', '!room', '{}', '{"content":{"session_id":"s"}}', 3);
INSERT INTO room_memberships (event_id, user_id, sender, room_id, membership, event_stream_ordering)
  VALUES ('$join', '@ada:older.invalid', '@ada:older.invalid', '!room', 'join', 1);
INSERT INTO local_current_membership (room_id, user_id, event_id, membership, event_stream_ordering)
  VALUES ('!room', '@ada:older.invalid', '$join', 'join', 1);
INSERT INTO e2e_room_keys_versions (user_id, version, algorithm, auth_data) VALUES ('@ada:older.invalid', 1, 'a', '{}');
INSERT INTO e2e_room_keys (user_id, room_id, session_id, version, session_data) VALUES ('@ada:older.invalid', '!room', 's', 1, '{}');
`;
