import { describe, expect, it } from "vitest";
import {
  type Contents,
  compareContents,
  compareParts,
  contentsFrom,
} from "../../../src/operations/upgrade/contents.ts";
import { downtimeText, expectedDowntime } from "../../../src/operations/upgrade/downtime.ts";

const lines = [
  '{"postgres":150020}',
  '{"sequences":{"events_stream_seq":{"value":7,"isBig":true},"chatkeep_audit.x":{"value":1,"isBig":true}}}',
  '{"tables":{"events":{"rows":2,"digest":"5"}}}',
  '{"tables":{"users":{"rows":1,"digest":"9"}}}',
  '{"schema":92,"newestEvent":{"id":"$a","at":"","order":7}}',
  '{"parts":{"index events_pk":"btree (event_id)"}}',
];
const then = contentsFrom(lines);
const strict = { exactSequences: true };
const objects = (now: Contents, strictness = strict) =>
  compareContents(then, now, strictness).map(({ object }) => object);

describe("what two clusters hold", () => {
  it("is read without what belongs to the audit", () => {
    expect(Object.keys(then.sequences)).toEqual(["events_stream_seq"]);
    expect(Object.keys(then.tables)).toEqual(["events", "users"]);
    expect(then.newestEvent?.order).toBe(7);
  });

  it("is the same", () => {
    expect(compareContents(then, contentsFrom(lines), strict)).toEqual([]);
  });

  it.each<[string, Partial<Contents>, string]>([
    ["a row less", { tables: { ...then.tables, events: { rows: 1, digest: "5" } } }, "table events"],
    ["another row", { tables: { ...then.tables, events: { rows: 2, digest: "6" } } }, "table events"],
    ["a table less", { tables: { events: { rows: 2, digest: "5" } } }, "table users"],
    ["a table more", { tables: { ...then.tables, more: { rows: 0, digest: "0" } } }, "table more"],
    ["a later position", { sequences: { events_stream_seq: { value: 8, isBig: true } } }, "sequence events_stream_seq"],
    [
      "an earlier position",
      { sequences: { events_stream_seq: { value: 6, isBig: true } } },
      "sequence events_stream_seq",
    ],
    ["another size", { sequences: { events_stream_seq: { value: 7, isBig: false } } }, "sequence events_stream_seq"],
    ["another index", { parts: { "index events_pk": "hash (event_id)" } }, "index events_pk"],
    ["an index less", { parts: {} }, "index events_pk"],
  ])("differs by %s", (_, other, object) => {
    expect(objects({ ...then, ...other })).toEqual([object]);
  });

  it("may have earlier positions in a rehearsal, while the server serves, and no later ones", () => {
    const at = (value: number) => ({ ...then, sequences: { events_stream_seq: { value, isBig: true } } });
    expect(objects(at(6), { exactSequences: false })).toEqual([]);
    expect(objects(at(8), { exactSequences: false })).toEqual(["sequence events_stream_seq"]);
  });
});

describe("the definitions of two clusters", () => {
  const [one, other] = [{ "index a": "btree (a)" }, { "index b": "btree (b)" }];

  it("differ where both have another one of the same name", () => {
    const found = compareParts({ ...one, ...other }, { ...one, "index b": "hash (b)" });
    expect(found).toEqual([{ object: "index b", found: "`hash (b)` instead of `btree (b)`" }]);
  });

  it("may be validated since an archive, and say otherwise nothing else", () => {
    const [before, since] = ["CHECK ((a IS NOT NULL)) NOT VALID", "CHECK ((a IS NOT NULL))"];
    expect(compareParts({ "constraint a": since }, { "constraint a": before })).toEqual([]);
    expect(
      compareParts({ "constraint a": since }, { "constraint a": "CHECK ((b IS NOT NULL)) NOT VALID" }),
    ).toHaveLength(1);
    const strictly = compareContents({ ...then, parts: { a: since } }, { ...then, parts: { a: before } }, strict);
    expect(strictly).toHaveLength(1);
  });

  it("may come and go between an archive and the running server", () => {
    expect(compareParts(one, { ...one, ...other })).toEqual([]);
    expect(compareParts({ ...one, ...other }, one)).toEqual([]);
  });
});

describe("the downtime", () => {
  it("follows from what was measured", () => {
    const measured = { dump: 100, restore: 200, compare: 50 };
    expect(expectedDowntime(measured)).toBe(410);
    expect(downtimeText(measured)).toContain("about 7 minutes (dump 100.0 s, restore 200.0 s, compare 50.0 s");
  });
});
