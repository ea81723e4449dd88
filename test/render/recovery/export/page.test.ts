import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import type { HistoryEvent } from "../../../../src/operations/recovery/export/relations.ts";
import { anchorOf, roomShower } from "../../../../src/operations/recovery/export/shown.ts";
import { pageWriter } from "../../../../src/render/recovery/export/page.ts";

const writer = pageWriter(readTemplates());
const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\u202e`;

function event(more: Partial<HistoryEvent>): HistoryEvent {
  const at = "2026-11-30T10:20:30.000Z";
  return {
    record: "event",
    room: "!r",
    id: "$1",
    sender: "@a:b",
    senderName: null,
    at,
    type: "m.room.message",
    content: {},
    ...more,
  };
}

function written(...events: readonly HistoryEvent[]): string {
  const shower = roomShower("rooms/one");
  const shown = events.flatMap((each) => shower.show(each) ?? []);
  return shown.map((each) => writer.event(each)).join("");
}

describe("a page of history", () => {
  it("keeps what people wrote as text, wherever they wrote it", () => {
    const page = [
      writer.head({
        title: hostile,
        user: hostile,
        server: hostile,
        date: hostile,
        notes: [hostile],
        rooms: [{ anchor: "e1", name: hostile, about: hostile }],
      }),
      writer.room({
        anchor: "e1",
        name: hostile,
        facts: [hostile],
        membersTitle: hostile,
        members: [{ name: hostile, user: hostile }],
      }),
      written(
        event({ id: hostile, sender: hostile, senderName: hostile, content: { body: hostile, msgtype: hostile } }),
        event({
          id: "$2",
          type: "m.room.member",
          stateKey: hostile,
          content: { membership: "join", displayname: hostile },
        }),
        event({
          id: "$3",
          content: { body: hostile },
          reactions: [{ key: hostile, by: [hostile] }],
          replyTo: hostile,
          thread: hostile,
        }),
        event({
          id: "$4",
          content: { body: "x" },
          edited: { body: hostile },
          edits: [{ id: hostile, at: null, content: { body: hostile } }],
        }),
        event({
          id: "$5",
          content: { url: "x", body: hostile },
          media: { file: `media/${hostile}.png`, name: hostile, bytes: 1 },
        }),
        event({ id: "$6", content: {}, media: { problem: hostile, name: hostile } }),
        event({ id: "$7", removed: { by: hostile, at: null, reason: hostile } }),
        event({ id: "$8", type: hostile, content: {} }),
        event({ id: "$9", type: hostile, stateKey: "", content: {} }),
      ),
      writer.foot(),
    ].join("");
    expect(page).not.toMatch(/<script|<img src=x|onerror='/);
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:/);
  });

  it("shows a name beside the user ID, without what turns the text around it", () => {
    const page = written(event({ senderName: "Ana \u202eevil\u2066", content: { body: "hi" } }));
    expect(page).toContain("<bdi>Ana evil</bdi>");
    expect(page).toContain("@a:b");
  });

  it("says what became of each event", () => {
    const page = written(
      event({ id: "$1", content: { body: "hello" } }),
      event({ id: "$2", content: {}, unreadable: "no key" }),
      event({ id: "$3", removed: { by: "@a:b", at: null, reason: "a slip" } }),
      event({
        id: "$4",
        content: { body: "> <@a:b> hello\n\nyes", "m.relates_to": { "m.in_reply_to": { event_id: "$1" } } },
        replyTo: "$1",
      }),
      event({
        id: "$5",
        content: { msgtype: "m.image", body: "a.png", url: "mxc://a/b" },
        media: { file: "media/x-a.png", name: "a.png", bytes: 2_500 },
      }),
      event({ id: "$6", content: { msgtype: "m.emote", body: "waves" } }),
      event({ id: "$7", content: { msgtype: "m.image", body: "b.png", url: "mxc://a/b" } }),
    );
    for (const text of [
      "Monday, 30 November 2026",
      "its key is not in the key backup",
      "Removed by @a:b: a slip",
      "@a:b</bdi> <bdi>hello",
      ">yes<",
      `src="rooms/one/media/x-a.png"`,
      "2.5 kB",
      "* waves",
      "b.png: not exported",
    ])
      expect(page).toContain(text);
    expect(page).not.toContain("&gt; &lt;@a:b");
    expect(page.match(/<h3>/g)).toHaveLength(1);
  });

  it("shows edits, reactions and removals at what they belong to alone", () => {
    const relation = (kind: string) => ({ "m.relates_to": { rel_type: kind, event_id: "$1", key: "x" } });
    const shower = roomShower("rooms/one");
    expect(shower.show(event({ content: relation("m.replace") }))).toBeNull();
    expect(shower.show(event({ type: "m.reaction", content: relation("m.annotation") }))).toBeNull();
    expect(shower.show(event({ type: "m.room.redaction", removes: "$1" }))).toBeNull();
  });

  it("has one anchor for each id", () => {
    const ids = ["$a", "a", "$A", "!a", "a:b", "a.b", "$a-b", "$a_b", "$\u{1f331}"];
    expect(new Set(ids.map(anchorOf)).size).toBe(ids.length);
    for (const id of ids) expect(anchorOf(id)).toMatch(/^e[\w.-]+$/);
  });
});
