import type { ArchivedDatabase, Manifest } from "../manifest.ts";
import type { CompareCheck, Difference } from "./check.ts";
import type { ObservedArchive } from "./observed.ts";

/** Everything that must agree before Synapse starts on what came back. Each says its own thing: none covers for another. */
export const compareChecks: readonly CompareCheck[] = [
  {
    id: "server",
    title: "The data is that of the server that the manifest names",
    compare: ({ serverName }, { database }) =>
      database.serverNames
        .filter((name) => name !== serverName)
        .map((name) => ({ object: name, found: `members of ${name} are in it, and the manifest is of ${serverName}` })),
  },
  {
    id: "signing-key",
    title: "The newest events are signed with the key that the manifest names",
    compare: ({ signingKey }, { database: { signedWith } }) =>
      signedWith.length === 0 || signedWith.includes(signingKey)
        ? []
        : [{ object: signingKey, found: `the newest event is signed with ${signedWith.join(" and ")}` }],
  },
  {
    id: "clock",
    title: "Nothing in it is newer than the backup",
    compare: ({ at, finishedAt }, { database: { newestEvent } }) => newerThan(at, finishedAt, newestEvent),
  },
  {
    id: "postgres",
    title: "It is of this major version of Postgres, or of an earlier one",
    compare: ({ database: { postgres: then } }, { database: { postgres: now } }) =>
      major(then) <= major(now)
        ? []
        : [
            {
              object: "Postgres",
              found: `the archive is of Postgres ${major(then)}, and this is Postgres ${major(now)}`,
            },
          ],
  },
  { id: "encoding", title: "The encoding is the same", compare: versions(({ encoding }) => encoding, "encoding") },
  { id: "collation", title: "The collation is the same", compare: versions(({ collation }) => collation, "collation") },
  { id: "schema", title: "Synapse's schema is the same", compare: versions(({ schema }) => schema, "schema") },
  {
    id: "compatible-schema",
    title: "The oldest Synapse that can use it is the same",
    compare: versions(({ compatibleSchema }) => compatibleSchema, "compatible schema"),
  },
  {
    id: "tables",
    title: "Every table is there, and no other",
    compare: (manifest, observed) =>
      sameNames(manifest.database.tables, observed.database.tables).map((object) => ({ object, found: "is missing" })),
  },
  {
    id: "rows",
    title: "Every table has as many rows",
    compare: (manifest, observed) =>
      common(manifest.database.tables, observed.database.tables)
        .filter(([, then, now]) => then.rows !== now.rows)
        .map(([object, then, now]) => ({ object, found: `${now.rows} rows instead of ${then.rows}` })),
  },
  {
    id: "content",
    title: "Every row is as it was",
    compare: (manifest, observed) =>
      common(manifest.database.tables, observed.database.tables)
        .filter(([, then, now]) => then.rows === now.rows && then.digest !== now.digest)
        .map(([object]) => ({ object, found: "as many rows, and not the same ones" })),
  },
  {
    id: "sequences",
    title: "Every sequence stands where it stood, or further",
    compare: (manifest, observed) => sequences(manifest.database, observed.database),
  },
  {
    id: "one-time-keys",
    title: "No one-time key came back",
    compare: (_, { database: { oneTimeKeys } }) =>
      oneTimeKeys === 0
        ? []
        : [{ object: "e2e_one_time_keys_json", found: `${oneTimeKeys} keys would be handed out a second time` }],
  },
  {
    id: "newest-event",
    title: "The newest event is the same",
    compare: (manifest, observed) => {
      const [then, now] = [manifest.database.newestEvent?.id ?? "none", observed.database.newestEvent?.id ?? "none"];
      return then === now ? [] : [{ object: then, found: `the newest is ${now}` }];
    },
  },
  {
    id: "media-count",
    title: "As many media files came back, with as many bytes",
    compare: ({ media: then }, { media: now }) =>
      then.files === now.files && then.bytes === now.bytes
        ? []
        : [
            {
              object: "media",
              found: `${now.files} files of ${now.bytes} bytes instead of ${then.files} of ${then.bytes}`,
            },
          ],
  },
  {
    id: "media-missing",
    title: "Every file that the database names is there",
    compare: ({ media }, { media: { missing } }) =>
      missing
        .filter((object) => !media.missing.includes(object))
        .map((object) => ({ object, found: "the database names it, and it is not there" })),
  },
  {
    id: "media-content",
    title: "The files that were hashed are as they were",
    compare: ({ media }, { media: { samples } }) =>
      Object.entries(media.samples)
        .filter(([path, hash]) => typeof samples[path] === "string" && samples[path] !== hash)
        .map(([object]) => ({ object, found: "the file is another than it was" })),
  },
  {
    id: "certificates",
    title: "As many files of the proxy came back",
    compare: ({ certificates: then }, { certificates: now }) =>
      then === now ? [] : [{ object: "certificates", found: `${now} files instead of ${then}` }],
  },
];

/** The major version in a `server_version_num` (PostgreSQL manual, 20.15). */
function major(version: number): number {
  return Math.floor(version / 10_000);
}

type Value = string | number;

function versions(of: (database: Database) => Value, what: string): CompareCheck["compare"] {
  return (manifest, observed) => {
    const [then, now] = [of(manifest.database), of(observed.database)];
    return then === now ? [] : [{ object: what, found: `${now} instead of ${then}` }];
  };
}

type Database = Pick<ArchivedDatabase, keyof ArchivedDatabase & keyof ObservedArchive["database"]>;

type ByName<T> = Readonly<Record<string, T>>;

/** The names that one has and the other has not. */
function sameNames(one: ByName<unknown>, other: ByName<unknown>): readonly string[] {
  return [
    ...Object.keys(one).filter((name) => other[name] === undefined),
    ...Object.keys(other).filter((name) => one[name] === undefined),
  ];
}

function common<T>(one: ByName<T>, other: ByName<T>): readonly (readonly [string, T, T])[] {
  return Object.entries(one).flatMap(([name, then]) => {
    const now = other[name];
    return now === undefined ? [] : [[name, then, now] as const];
  });
}

/** They belong to no snapshot: the dump, which comes after the manifest, holds the same value or a greater one. */
function sequences(then: Database, now: Database): readonly Difference[] {
  const missing = sameNames(then.sequences, now.sequences).map((object) => ({ object, found: "is missing" }));
  const moved = common(then.sequences, now.sequences)
    .filter(([, one, other]) => other.value < one.value)
    .map(([object, one, other]) => ({ object, found: `stands at ${other.value}, and stood at ${one.value} already` }));
  return [...missing, ...moved];
}

/** How far the clocks of a machine and of its engine may differ. */
const clockSeconds = 120;

function newerThan(at: string, finishedAt: string, newest: Manifest["database"]["newestEvent"]): readonly Difference[] {
  const late = (time: string, than: string) => Date.parse(time) - Date.parse(than) > clockSeconds * 1_000;
  if (late(at, finishedAt)) return [{ object: "manifest", found: `it was finished at ${finishedAt}, before ${at}` }];
  if (newest === null || !late(newest.at, at)) return [];
  return [{ object: newest.id, found: `the newest event is of ${newest.at}, and the backup of ${at}` }];
}
