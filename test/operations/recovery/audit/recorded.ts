import { type MemberRecord, recordIn } from "../../../../src/io/postgres/audit/members.ts";
import type { MemberFacts } from "../../../../src/operations/recovery/audit/facts.ts";
import { readFacts } from "../../../../src/operations/recovery/audit/read-facts.ts";
import recorded from "./recorded.json" with { type: "json" };

/** What the database said of members whose clients were matrix-js-sdk 43, on Synapse 1.163.2; only public halves of keys are in it. */
export const records = Object.fromEntries(
  Object.entries(recorded).map(([name, row]) => [name, recordIn(row)]),
) as Readonly<Record<keyof typeof recorded, MemberRecord>>;

/** An account that was created when those members were. */
const account = {
  displayName: "Ready",
  state: "active",
  created: "2026-11-30T02:30:00.000Z",
} as const;

/** The facts in a record. */
export function factsIn(record: MemberRecord, seen: string | null = null): MemberFacts {
  const seenThen = { ...record, seen: seen === null ? null : Date.parse(seen) };
  return readFacts({ ...account, user: record.user }, seenThen, { known: 0, backedUp: 0 });
}

/** The record of the member who is ready, with something else about it. */
export function readyBut(change: Partial<MemberRecord>): MemberRecord {
  return { ...records.ready, ...change };
}

/** The same, with something else in secret storage. */
export function storageBut(change: Partial<MemberRecord["secretStorage"]>): MemberRecord {
  return readyBut({ secretStorage: { ...records.ready.secretStorage, ...change } });
}
