import { StackError } from "../../errors.ts";
import type { Files } from "../../io/machine/files.ts";
import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import type { MemberRecord, TeamRecord } from "./record.ts";

/** The record of a team while something changes it. Only what has the stack's lock opens one: two writers would overwrite each other. */
export interface KeptRecord {
  now(): TeamRecord;
  /** Changes what is remembered of one member; who was not known is from now on. The file has it when the promise is done. */
  change(user: UserId, changes: Partial<MemberRecord>): Promise<void>;
}

interface Disk {
  readonly files: Pick<Files, "read" | "write">;
  readonly clock: { now(): Date };
}

/** What is remembered of a team; no member, where there is no file yet. A StackError where the file is damaged. */
export async function readTeamRecord({ files }: Pick<Disk, "files">, path: string): Promise<TeamRecord> {
  const text = await files.read(path);
  const record = text === null ? { version: 1, members: {} } : parseJson(text);
  if (isTeamRecord(record)) return record;
  throw new StackError(`${path} is damaged: it is not a record of a team`, {
    next: "Restore it from a copy. If there is none, delete it: accounts that were removed from the roster are then reported as unknown instead of offboarded, and whether an initial password is still in use cannot be seen.",
  });
}

/** Opens it for changes. Those that come while the file is being written are written together. */
export async function openTeamRecord(disk: Disk, path: string): Promise<KeptRecord> {
  let record = await readTeamRecord(disk, path);
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const write = () => {
    next ??= writing
      .catch(() => undefined) // who waited for that writing was told
      .then(() => {
        next = null;
        writing = disk.files.write(path, `${JSON.stringify(record, null, 1)}\n`, 0o600);
        return writing;
      });
    return next;
  };
  return {
    now: () => record,
    change: (user, changes) => {
      const member = { ...(record.members[user] ?? unknownMember(disk.clock.now())), ...changes };
      record = { ...record, members: { ...record.members, [user]: member } };
      return write();
    },
  };
}

function unknownMember(now: Date): MemberRecord {
  return { since: now.toISOString(), sheet: null, initialPassword: null, tokens: [], offboarded: null };
}

function isTeamRecord(value: unknown): value is TeamRecord {
  const { version, members } = fieldsOf(value);
  if (version !== 1 || typeof members !== "object" || members === null || Array.isArray(members)) return false;
  return Object.values(members).every(isMemberRecord);
}

function isMemberRecord(value: unknown): value is MemberRecord {
  const { since, made = null, sheet, initialPassword, tokens, offboarded } = fieldsOf(value);
  const isTextOrNull = (each: unknown) => each === null || typeof each === "string";
  if (typeof since !== "string" || !Array.isArray(tokens) || !tokens.every((each) => typeof each === "string"))
    return false;
  return isTextOrNull(made) && isTextOrNull(sheet) && isTextOrNull(initialPassword) && isTextOrNull(offboarded);
}
