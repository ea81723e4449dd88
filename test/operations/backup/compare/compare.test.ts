import { describe, expect, it } from "vitest";
import { compareChecks } from "../../../../src/operations/backup/compare/checks.ts";
import { compareArchive } from "../../../../src/operations/backup/compare/compare.ts";
import type { ObservedArchive } from "../../../../src/operations/backup/compare/observed.ts";
import { smallManifest as manifest, smallObserved as observed } from "../../../support/backup/manifest.ts";

const { tables } = manifest.database;

/** What is broken, and the finding that it makes: check and object. */
const broken: readonly (readonly [string, ObservedArchive, string, string])[] = [
  ["another server's members", database({ serverNames: ["acme.example", "other.example"] }), "server", "other.example"],
  ["another signing key", database({ signedWith: ["ed25519:ck_other"] }), "signing-key", "ed25519:ck_1f0e9a2b"],
  ["an event from the future", database({ newestEvent: newest("2026-11-30T11:00:00.000Z") }), "clock", "$newest"],
  ["an older Postgres here", database({ postgres: 150020 }), "postgres", "Postgres"],
  ["another encoding", database({ encoding: "SQL_ASCII" }), "encoding", "encoding"],
  ["another collation", database({ collation: "en_US.utf8" }), "collation", "collation"],
  ["an older schema", database({ schema: 93 }), "schema", "schema"],
  ["another compatible schema", database({ compatibleSchema: 80 }), "compatible-schema", "compatible schema"],
  ["a table too few", database({ tables: without("users") }), "tables", "users"],
  ["a table too many", database({ tables: { ...tables, more: { rows: 0, digest: "0" } } }), "tables", "more"],
  ["a row missing", database({ tables: { ...tables, events: { rows: 39, digest: "21" } } }), "rows", "events"],
  ["a row changed", database({ tables: { ...tables, users: { rows: 2, digest: "12" } } }), "content", "users"],
  ["a sequence set back", database({ sequences: behind(39) }), "sequences", "events_stream_seq"],
  ["one-time keys left in", database({ oneTimeKeys: 50 }), "one-time-keys", "e2e_one_time_keys_json"],
  ["another newest event", database({ newestEvent: null }), "newest-event", "$newest"],
  ["a media file too few", { ...observed, media: { ...observed.media, files: 1, bytes: 100 } }, "media-count", "media"],
  [
    "a media file gone",
    media({ missing: [...manifest.media.missing, "local_content/x"] }),
    "media-missing",
    "local_content/x",
  ],
  [
    "a byte of one flipped",
    media({ samples: { "local_content/aa/bb/cc": "ff01" } }),
    "media-content",
    "local_content/aa/bb/cc",
  ],
  ["a certificate missing", { ...observed, certificates: 2 }, "certificates", "certificates"],
];

describe("what came back is compared with the manifest", () => {
  it("a good archive has no findings", () => {
    expect(compareArchive(manifest, observed)).toEqual([]);
  });

  it.each(broken)("%s is found, by its check and by no other", (_, seen, check, object) => {
    expect(compareArchive(manifest, seen).map((finding) => [finding.check, finding.object])).toEqual([[check, object]]);
    expect(
      compareArchive(
        manifest,
        seen,
        compareChecks.filter(({ id }) => id !== check),
      ),
    ).toEqual([]);
  });

  it("every check has a case here", () => {
    expect(new Set(broken.map(([, , check]) => check))).toEqual(new Set(compareChecks.map(({ id }) => id)));
  });

  it("a sequence that went on while the dump was made is no fault", () => {
    expect(compareArchive(manifest, database({ sequences: behind(41) }))).toEqual([]);
  });

  it("a database of an earlier Postgres may come back on this one", () => {
    const earlier = { ...manifest, database: { ...manifest.database, postgres: 150012 } };
    expect(compareArchive(earlier, observed)).toEqual([]);
  });

  it("a server without any message has no newest event", () => {
    const empty = { ...manifest, database: { ...manifest.database, newestEvent: null } };
    expect(compareArchive(empty, database({ newestEvent: null, signedWith: [] }))).toEqual([]);
  });
});

function database(changes: Partial<ObservedArchive["database"]>): ObservedArchive {
  return { ...observed, database: { ...observed.database, ...changes } };
}

function media(changes: Partial<ObservedArchive["media"]>): ObservedArchive {
  return { ...observed, media: { ...observed.media, ...changes } };
}

function newest(at: string) {
  return { id: "$newest", at, order: 40 };
}

function without(name: string) {
  return Object.fromEntries(Object.entries(manifest.database.tables).filter(([each]) => each !== name));
}

function behind(value: number) {
  return { ...manifest.database.sequences, events_stream_seq: { value, isBig: true } };
}
