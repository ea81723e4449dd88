import { describe, expect, it } from "vitest";
import { rowFrom } from "../../../../src/io/postgres/rows.ts";
import { archivedFilesIn } from "../../../../src/operations/backup/files/archived-files.ts";
import { filesToPut, judgeFiles } from "../../../../src/operations/backup/files/judge.ts";
import { putRows } from "../../../../src/operations/backup/files/put-rows.ts";

const columns = [
  ...["media_id", "media_type", "media_length", "created_ts", "upload_name", "user_id", "quarantined_by"],
  ...["url_cache", "last_access_ts", "safe_from_quarantine", "authenticated", "sha256"],
];

/** Rows as COPY writes them: what `rows.sh` prints. */
const text = [
  `COPY public.local_media_repository (${columns.join(", ")}) FROM stdin;`,
  String.raw`AAAAbbbbCCCC	image/png	120	1764500000000	a\tplan.png	@ada:acme.test	\N	\N	\N	f	t	aa11`,
  String.raw`DDDDeeeeFFFF	text/plain	7	1764400000000	\N	@ben:acme.test	@admin:acme.test	\N	1764400000001	f	t	\N`,
  String.raw`announced0000	\N	\N	1764400000000	\N	@ben:acme.test	\N	\N	\N	f	t	\N`,
  String.raw`2026-11-30-preview	image/png	9	1764400000000	\N	@ben:acme.test	\N	https://a.example	\N	f	t	\N`,
  String.raw`../../etc	image/png	9	1764400000000	\N	@ben:acme.test	\N	\N	\N	f	t	\N`,
  "COPY public.local_media_repository_thumbnails (media_id, thumbnail_width, thumbnail_length) FROM stdin;",
  "AAAAbbbbCCCC	32	10",
  "DDDDeeeeFFFF	32	11",
].join("\n");

const found = archivedFilesIn(text, rowFrom);
const none = { owners: new Map<string, string>(), onDisk: new Set<string>() };
const both = new Set(["AAAAbbbbCCCC", "DDDDeeeeFFFF"]);

describe("what an archive says of uploaded files", () => {
  it("is read, without previews of pages, uploads that never came and what is no id", () => {
    expect(found.files.map(({ id }) => id)).toEqual([...both]);
    expect(found.files[0]).toMatchObject({ name: "a\tplan.png", bytes: 120, user: "@ada:acme.test", sha256: "aa11" });
    expect(found.files.map(({ isQuarantined }) => isQuarantined)).toEqual([false, true]);
  });

  it("is nothing where it says nothing", () => {
    expect(archivedFilesIn("", rowFrom).files).toEqual([]);
  });
});

describe("what becomes of a file", () => {
  const fates = (...args: Parameters<typeof judgeFiles>) => judgeFiles(...args).map(({ fate }) => fate);

  it("it comes back where the server does not know it, the oldest first", () => {
    const judged = judgeFiles(found.files, both, none, new Set());
    expect(judged.map(({ id, fate }) => [id, fate])).toEqual([
      ["DDDDeeeeFFFF", "comes back"],
      ["AAAAbbbbCCCC", "comes back"],
    ]);
  });

  it("it stays as it is where the server has it, and only its bytes come back where they are gone", () => {
    const stored = {
      owners: new Map([...both].map((id) => [id, "@ada:acme.test"])),
      onDisk: new Set(["AAAAbbbbCCCC"]),
    };
    const judged = judgeFiles(found.files, both, stored, new Set());
    expect(judged.map(({ fate }) => fate)).toEqual(["lost", "is there"]);
    expect(filesToPut(judged).map(({ id }) => id)).toEqual(["DDDDeeeeFFFF"]);
  });

  it("it does not come back where its owner was erased since", () => {
    expect(fates(found.files, both, none, new Set(["@ben:acme.test"]))).toEqual(["erased", "comes back"]);
  });

  it("it cannot come back where the archive names it and does not have it", () => {
    expect(fates(found.files, new Set(["AAAAbbbbCCCC"]), none, new Set())).toEqual(["missing", "comes back"]);
  });
});

describe("the change that makes a server know files again", () => {
  const change = putRows(found, new Set(["AAAAbbbbCCCC"]), {
    now: new Date(1_764_600_000_000),
    operator: "@op:acme.test",
  });

  it("has their rows as the archive has them, and no others", () => {
    expect(change).toContain(String.raw`AAAAbbbbCCCC	image/png	120	1764500000000	a\tplan.png	@ada:acme.test	\N`);
    expect(change).toContain("\nAAAAbbbbCCCC	32	10\n");
    expect(change).not.toContain("DDDDeeeeFFFF");
  });

  it("overwrites nothing that the server knows by now", () => {
    expect(change.match(/ON CONFLICT DO NOTHING/g)).toHaveLength(2);
  });

  it("counts them as read now, so that a limit on their age does not take them the next night", () => {
    expect(change).toContain("SET last_access_ts = 1764600000000");
  });
});
