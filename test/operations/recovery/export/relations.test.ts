import { describe, expect, it } from "vitest";
import { type EventRecord, isEncrypted, recordOf } from "../../../../src/operations/recovery/export/record.ts";
import { RelationIndex } from "../../../../src/operations/recovery/export/relation-index.ts";
import { type HistoryEvent, withRelated } from "../../../../src/operations/recovery/export/relations.ts";

const [ana, ben] = ["@ana:acme.test", "@ben:acme.test"];

/** A room's events in their order, as they come out of the two passes over its file. */
async function shown(...records: readonly EventRecord[]): Promise<readonly HistoryEvent[]> {
  const index = new RelationIndex();
  for (const [at, record] of records.entries()) index.add(record, { at, bytes: 1 });
  const read = async ({ at }: { readonly at: number }) => records[at] ?? expect.fail("no such place");
  const events = records.filter(({ record }) => record === "event");
  const about = { room: "!r", senderName: null };
  return await Promise.all(
    events.map(async (record) => withRelated(record, await index.relatedTo(record.id, read), about)),
  );
}

let clock = 0;
function event(id: string, sender: string, content: object, more: object = {}): EventRecord {
  const at = 1_700_000_000_000 + 1_000 * clock++;
  const raw = { event_id: id, sender, type: "m.room.message", origin_server_ts: at, content, ...more };
  return recordOf(JSON.parse(JSON.stringify(raw)), null) ?? expect.fail("no event");
}
const edit = (id: string, sender: string, of: string, body: string, more: object = {}) =>
  event(id, sender, { body, "m.new_content": { body }, "m.relates_to": { rel_type: "m.replace", event_id: of } }, more);
const reaction = (id: string, sender: string, of: string, key = "👍") =>
  event(id, sender, { "m.relates_to": { rel_type: "m.annotation", event_id: of, key } }, { type: "m.reaction" });
const removal = (id: string, sender: string, of: string) =>
  event(id, sender, { redacts: of, reason: "a slip" }, { type: "m.room.redaction" });

describe("edits", () => {
  it("count in the order of their time, and every version stays", async () => {
    const [first] = await shown(
      event("$1", ana, { body: "one" }),
      edit("$2", ana, "$1", "two"),
      edit("$3", ana, "$1", "three"),
    );
    expect(first).toMatchObject({ content: { body: "one" }, edited: { body: "three" } });
    expect(first?.edits?.map(({ content }) => content.body)).toEqual(["two", "three"]);
  });

  it.each([
    ["by someone else", edit("$2", ben, "$1", "two")],
    ["of another type", edit("$2", ana, "$1", "two", { type: "m.sticker" })],
    ["that is state", edit("$2", ana, "$1", "two", { state_key: "" })],
    ["without new content", event("$2", ana, { "m.relates_to": { rel_type: "m.replace", event_id: "$1" } })],
  ])("%s do not count", async (_, other) => {
    const [first] = await shown(event("$1", ana, { body: "one" }), other);
    expect(first?.edited).toBeUndefined();
  });

  it("in the open of what was encrypted do not count", async () => {
    const first = { ...event("$1", ana, { body: "one" }), encrypted: true } as const;
    expect((await shown(first, edit("$2", ana, "$1", "two")))[0]?.edited).toBeUndefined();
    expect((await shown(first, { ...edit("$2", ana, "$1", "two"), encrypted: true }))[0]?.edited).toBeDefined();
  });

  it("that were removed later do not count, nor does an edit of an edit", async () => {
    const [first, second] = await shown(
      event("$1", ana, { body: "one" }),
      edit("$2", ana, "$1", "two"),
      edit("$3", ana, "$2", "not this"),
      edit("$4", ana, "$1", "taken back"),
      removal("$5", ana, "$4"),
    );
    expect(first?.edited).toEqual({ body: "two" });
    expect(second?.edited).toBeUndefined();
  });
});

describe("reactions", () => {
  it("count once for each person and key; removed ones do not", async () => {
    const [first] = await shown(
      event("$1", ana, { body: "one" }),
      reaction("$2", ana, "$1"),
      reaction("$3", ben, "$1"),
      reaction("$4", ben, "$1"),
      reaction("$5", ben, "$1", "🎉"),
      removal("$6", ben, "$5"),
    );
    expect(first?.reactions).toEqual([{ key: "👍", by: [ana, ben] }]);
  });
});

describe("a removal", () => {
  it("empties what was read before it, in every way it was kept", async () => {
    const first = { ...event("$1", ana, { body: "secret" }), media: { file: "media/x", name: "x", bytes: 1 } };
    const [shownFirst] = await shown(first, edit("$2", ana, "$1", "secret too"), removal("$3", ben, "$1"));
    expect(shownFirst).toMatchObject({ content: {}, removed: { by: ben, reason: "a slip" } });
    expect(JSON.stringify(shownFirst)).not.toContain("secret");
    expect(shownFirst).not.toHaveProperty("media");
  });

  it("is known from the server's own word too, in old and new rooms", () => {
    const because = { redacted_because: { sender: ben, origin_server_ts: 5, content: {} } };
    expect(event("$1", ana, {}, { unsigned: because }).removed).toEqual({ by: ben, at: "1970-01-01T00:00:00.005Z" });
    expect(event("$2", ana, {}, { type: "m.room.redaction", redacts: "$1" }).removes).toBe("$1");
    expect(removal("$3", ana, "$1").removes).toBe("$1");
  });
});

describe("an event that could be read only later", () => {
  it("is shown once, as it reads at last, also where it is an edit", async () => {
    const closed = {
      ...event("$1", ana, { ciphertext: "x" }, { type: "m.room.encrypted" }),
      encrypted: true,
      unreadable: "no key",
    } as const;
    const opened = { ...event("$1", ana, { body: "one" }), record: "decrypted", encrypted: true } as const;
    const relation = { "m.relates_to": { rel_type: "m.replace", event_id: "$1" } };
    const closedEdit = {
      ...event("$2", ana, { ciphertext: "y", ...relation }, { type: "m.room.encrypted" }),
      encrypted: true,
      unreadable: "no key",
    } as const;
    const openedEdit = { ...edit("$2", ana, "$1", "two"), record: "decrypted", encrypted: true } as const;
    const events = await shown(closed, closedEdit, opened, openedEdit);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ record: "event", content: { body: "one" }, edited: { body: "two" } });
    expect(events[0]).not.toHaveProperty("unreadable");
  });
});

describe("answers", () => {
  it("in a thread are answers only where the sender meant one", async () => {
    const thread = (fallback: boolean) => ({
      "m.relates_to": {
        rel_type: "m.thread",
        event_id: "$0",
        is_falling_back: fallback,
        "m.in_reply_to": { event_id: "$9" },
      },
    });
    const [one, other] = await shown(event("$1", ana, thread(true)), event("$2", ana, thread(false)));
    expect(one).toMatchObject({ thread: "$0" });
    expect(one).not.toHaveProperty("replyTo");
    expect(other).toMatchObject({ thread: "$0", replyTo: "$9" });
  });
});

describe("what a server gives", () => {
  it.each([{}, { event_id: 1 }, { event_id: "$1", sender: "@a", content: {} }])("is no event: %j", (raw) => {
    expect(recordOf(raw, null)).toBeNull();
  });

  it("with a time that is none is an event without one", () => {
    for (const at of ["x", 1e300, Number.NaN, null])
      expect(event("$1", ana, {}, { origin_server_ts: at }).at).toBeNull();
  });

  it("is decrypted where there is something to decrypt", () => {
    expect(isEncrypted({ type: "m.room.encrypted", content: { ciphertext: "x" } })).toBe(true);
    expect(isEncrypted({ type: "m.room.encrypted", content: {} })).toBe(false);
    expect(isEncrypted({ type: "m.room.message", content: { ciphertext: "x" } })).toBe(false);
  });

  it("names what it relates to outside the encryption, which counts", () => {
    const relation = { rel_type: "m.replace", event_id: "$0" };
    const raw = {
      event_id: "$1",
      sender: ana,
      type: "m.room.encrypted",
      content: { ciphertext: "x", "m.relates_to": relation },
    };
    const inner = { body: "x", "m.relates_to": { rel_type: "m.replace", event_id: "$other" } };
    const record = recordOf(raw, { kind: "readable", type: "m.room.message", content: inner });
    expect(record?.content).toEqual({ body: "x", "m.relates_to": relation });
  });
});
