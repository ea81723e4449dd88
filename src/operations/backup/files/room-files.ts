import { fieldsOf, parseJson } from "../../../kinds/json.ts";

/** An event of a room, as far as it matters for files. */
export interface RoomEvent {
  readonly id: string;
  /** Ids of files of this server that it names. */
  readonly files: readonly string[];
}

/** What the events of a room in an archive say of files. */
export interface RoomFiles {
  readonly events: readonly RoomEvent[];
  /** Whether members' messages are encrypted: what those name, the server cannot read. */
  readonly isEncrypted: boolean;
}

/**
 * Reads rows of Synapse's `event_json`: id, room, metadata, event. Files are named by `url` and `info.thumbnail_url`, as Synapse itself
 * looks for a room's files (synapse/storage/databases/main/room.py, _get_media_mxcs_in_room_txn), and in an edit's new content. What
 * was redacted is left out.
 */
export function roomFilesIn(rows: readonly (readonly (string | null)[])[], server: string): RoomFiles {
  const events = rows.map(([id, , , json]) => ({ id: id ?? "", event: fieldsOf(parseJson(json ?? "")) }));
  const redacted = new Set(events.flatMap(({ event }) => redactedBy(event)));
  return {
    events: events
      .filter(({ id }) => !redacted.has(id))
      .map(({ id, event }) => ({ id, files: filesNamedBy(fieldsOf(event.content), server) }))
      .filter(({ files }) => files.length > 0),
    isEncrypted: events.some(({ event }) => event.type === "m.room.encryption" && event.state_key === ""),
  };
}

/** Up to room version 10 beside the content, from 11 on in it (Matrix specification, "m.room.redaction"). */
function redactedBy({ type, redacts, content }: Readonly<Record<string, unknown>>): readonly string[] {
  const named = redacts ?? fieldsOf(content).redacts;
  return type === "m.room.redaction" && typeof named === "string" ? [named] : [];
}

function filesNamedBy(content: Readonly<Record<string, unknown>>, server: string): readonly string[] {
  const parts = [content, fieldsOf(content["m.new_content"])];
  const addresses = parts.flatMap(({ url, info }) => [url, fieldsOf(info).thumbnail_url]);
  const beginning = `mxc://${server}/`;
  return addresses.flatMap((address) =>
    typeof address === "string" && address.startsWith(beginning) ? [address.slice(beginning.length)] : [],
  );
}
