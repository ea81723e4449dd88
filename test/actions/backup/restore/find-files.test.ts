import { describe, expect, it } from "vitest";
import { type FileSearch, findFiles } from "../../../../src/actions/backup/restore/files/find.ts";
import type { Filler } from "../../../../src/io/repository/filler.ts";
import type { Repository } from "../../../../src/io/repository/repository.ts";
import type { AskedFiles } from "../../../../src/operations/backup/files/asked.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

/** Three archives, and who uploaded what is in each: the newest has what is left. */
const archives = {
  old: { AAAAone: "@ada:acme.test", AAAAtwo: "@ada:acme.test", BBBBone: "@ben:acme.test" },
  mid: { AAAAtwo: "@ada:acme.test", BBBBone: "@ben:acme.test" },
  new: { BBBBone: "@ben:acme.test" },
} as const;
type Id = keyof typeof archives;
const ids = Object.keys(archives) as Id[];
const isId = (text: string): text is Id => text in archives;

function filesOf(id: string): Readonly<Record<string, string>> {
  return isId(id) ? archives[id] : {};
}

const encryption = JSON.stringify({ type: "m.room.encryption", state_key: "", content: {} });

/** What the scripts of a filler print of these archives; `read` gets each whose database is read. */
function filler(read: string[]): Filler {
  let files: Readonly<Record<string, string>> = {};
  const answer = (args: readonly string[], input: string): string => {
    const [, script, of = "", room] = args;
    if (script === "./archived.sh") return Object.keys(filesOf(of.replace("-files", ""))).join("\n");
    if (script === "./tables.sh") {
      read.push(of.replace("-database", ""));
      files = filesOf(of.replace("-database", ""));
      return room === "!sealed:acme.test" ? `$event\t${room}\t{}\t${encryption}\n` : "";
    }
    const wanted = input.trim().split("\n");
    const rows = Object.entries(files).filter((row) => wanted.includes(row[of === "media_id" ? 0 : 1] ?? ""));
    const lines = rows.map(([id, user]) => `${id}\ttext/plain\t1\t1764500000000\t${user}`);
    const head =
      "COPY public.local_media_repository (media_id, media_type, media_length, created_ts, user_id) FROM stdin;";
    return [head, ...lines].join("\n");
  };
  return {
    container: "filler",
    place: async () => undefined,
    end: async () => undefined,
    stream: async () => ({ exitCode: 0, stderr: "" }),
    run: async (args, input) => {
      const text = answer(args, Buffer.from(input ?? "").toString());
      return { exitCode: 0, stdout: Buffer.from(text), stderr: "" };
    },
  };
}

const repository: Repository = {
  snapshots: async () =>
    ids.flatMap((archive, day) =>
      ["database", "files", "manifest"].map((part) => ({
        ...{ id: `${archive}-${part}`, time: `2026-11-0${day + 1}T10:00:00.000Z`, host: "acme", paths: [] },
        ...{ tags: ["stack=acme", `archive=${archive}`, `part=${part}`], bytes: 1, added: 1 },
      })),
    ),
  read: async (id) => {
    const archive = id.replace("-manifest", "");
    const snapshots = { database: `${archive}-database`, files: `${archive}-files` };
    return Buffer.from(JSON.stringify({ ...smallManifest, archive, snapshots }));
  },
  size: async () => 0,
};

async function find(asked: AskedFiles, stored: Readonly<Record<string, string>>, archive: string | null = null) {
  const read: string[] = [];
  const search: FileSearch = {
    ...{ filler: filler(read), repository, stack: "acme", server: "acme.test", asked, archive },
    stored: { owners: new Map(Object.entries(stored)), onDisk: new Set(Object.keys(stored)) },
    redacted: async () => new Set(),
    erased: async () => new Set(),
    say: () => undefined,
  };
  const { best, isEncrypted } = await findFiles(search);
  const fates = best?.files.map(({ fate }) => fate) ?? [];
  return { found: best?.manifest.archive ?? null, fates, read, isEncrypted };
}

const member: AskedFiles = { kind: "member", user: "@ada:acme.test" };

describe("the archive that files come back from", () => {
  it("is the newest that has something which the server lacks, and no database of others is read", async () => {
    expect(await find(member, archives.new)).toMatchObject({ found: "mid", fates: ["comes back"], read: ["mid"] });
    expect(await find({ kind: "file", id: "AAAAone" }, archives.new)).toMatchObject({ found: "old", read: ["old"] });
  });

  it("is the one that is named", async () => {
    expect(await find(member, archives.new, "old")).toMatchObject({
      found: "old",
      fates: ["comes back", "comes back"],
    });
  });

  it("goes further back where a newer one has only what the server has", async () => {
    const { found, fates } = await find(member, archives.mid);
    expect([found, fates.toSorted()]).toEqual(["old", ["comes back", "is there"]]);
  });

  it("is the newest that has anything of it, where the server lacks nothing", async () => {
    expect(await find(member, archives.old)).toMatchObject({ found: "mid", fates: ["is there"], read: ["mid"] });
    expect(await find({ kind: "file", id: "BBBBone" }, archives.old)).toMatchObject({ found: "new", read: ["new"] });
  });

  it("is none where none has anything of it", async () => {
    const unknown: AskedFiles = { kind: "member", user: "@eve:acme.test" };
    expect(await find(unknown, archives.old)).toMatchObject({ found: null, fates: [], read: [] });
  });

  it.each([
    ["!sealed:acme.test", true],
    ["!open:acme.test", false],
  ])("is none for the room %s, and whether its messages are encrypted is known: %s", async (room, isEncrypted) => {
    for (const stored of [archives.old, archives.new])
      expect(await find({ kind: "room", room }, stored)).toMatchObject({ found: null, isEncrypted });
  });
});
