import { createHash, randomBytes } from "node:crypto";
import { canonicalJson } from "../../src/keys/signed-json.ts";
import type { JsonObject } from "../../src/kinds/json.ts";

/** Where a room is: what its next event follows, and what allows its member to send it. */
export interface RoomTip {
  readonly room: string;
  readonly sender: string;
  readonly event: string;
  readonly depth: number;
  readonly stateGroup: string;
  readonly auth: readonly string[];
}

/** An event as Synapse's tables have it. */
export interface BulkEvent {
  readonly id: string;
  readonly tip: RoomTip;
  readonly order: number;
  readonly time: number;
  readonly json: string;
}

/**
 * The next encrypted message of a room, of random bytes: with the hashes of room version 12, because Synapse computes the id of each event
 * that it reads again. Its signature is random: a server does not check its own.
 */
export function nextEvent(tip: RoomTip, order: number, time: number): BulkEvent {
  const content = {
    algorithm: "m.megolm.v1.aes-sha2",
    ciphertext: randomBytes(180 + Math.floor(Math.random() * 180)).toString("base64"),
    device_id: "BENCHBENCH",
    sender_key: `${tip.event}`.slice(1),
    session_id: createHash("sha256")
      .update(`${tip.room} ${Math.floor(order / 100)}`)
      .digest("base64url"),
  };
  const bare: JsonObject = {
    auth_events: tip.auth,
    content,
    depth: tip.depth + 1,
    origin_server_ts: time,
    prev_events: [tip.event],
    room_id: tip.room,
    sender: tip.sender,
    type: "m.room.encrypted",
  };
  const hashes = { sha256: sha256(bare, "base64").replace(/=+$/, "") };
  // What a redaction leaves of such an event (Matrix spec, room version 11, "Redactions"), without signatures.
  const id = `$${sha256({ ...bare, content: {}, hashes }, "base64url")}`;
  const signatures = { [tip.sender.slice(tip.sender.indexOf(":") + 1)]: { "ed25519:bench": signature() } };
  return { id, tip, order, time, json: JSON.stringify({ ...bare, hashes, signatures, unsigned: {} }) };
}

/** The room after it. */
export function afterEvent({ id, tip }: BulkEvent): RoomTip {
  return { ...tip, event: id, depth: tip.depth + 1 };
}

/** What puts events into Synapse's tables, as a script for psql; Synapse must not run meanwhile. */
export function insertingScript(events: readonly BulkEvent[]): string {
  const plain =
    "topological_ordering, event_id, type, room_id, processed, outlier, depth, origin_server_ts, received_ts";
  return [
    copy(`events (${plain}, sender, contains_url, instance_name, stream_ordering)`, events.map(eventRow)),
    copy(
      "event_json (event_id, room_id, internal_metadata, json, format_version)",
      events.map(({ id, tip, json, order }) => [id, tip.room, JSON.stringify({ stream_ordering: order }), json, 4]),
    ),
    copy(
      "event_edges (event_id, prev_event_id, is_state)",
      events.map(({ id, tip }) => [id, tip.event, "f"]),
    ),
    copy(
      "event_to_state_groups (event_id, state_group)",
      events.map(({ id, tip }) => [id, tip.stateGroup]),
    ),
    copy(
      "event_auth (event_id, auth_id, room_id)",
      events.flatMap(({ id, tip }) => tip.auth.map((auth) => [id, auth, tip.room])),
    ),
  ].join("");
}

function eventRow({ id, tip, order, time }: BulkEvent): readonly (string | number)[] {
  const depth = tip.depth + 1;
  const about = [depth, id, "m.room.encrypted", tip.room, "t", "f", depth, time, time];
  return [...about, tip.sender, "f", "master", order];
}

/** Rows as COPY takes them: tabs between, backslashes doubled (PostgreSQL manual, COPY, "Text Format"). */
export function copy(into: string, rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map((row) => row.map((value) => String(value).replaceAll("\\", "\\\\")).join("\t"));
  return `COPY ${into} FROM STDIN;\n${lines.join("\n")}\n\\.\n`;
}

function sha256(value: JsonObject, encoding: "base64" | "base64url"): string {
  return createHash("sha256").update(canonicalJson(value)).digest(encoding);
}

function signature(): string {
  return randomBytes(64).toString("base64").replace(/=+$/, "");
}
