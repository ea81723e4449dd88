import { Refusal } from "../../../errors.ts";
import type { Manifest } from "../manifest.ts";

/** What the machine of an engine has left. */
export interface RoomLeft {
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

const mebibyte = 2 ** 20;

/** The most that a drill's server is given: it serves one member for a minute. */
const mostMebibytes = 1_024;

/** What a restore takes beside the server: restic's index, and Postgres as it loads. */
const fillerMebibytes = 384;

/** What must stay for the running server. */
const reserveMemory = 256 * mebibyte;
const reserveDisk = 2_048 * mebibyte;

/** The share of memory that a drill's server gets, in mebibytes, of what the real one has in bytes. */
export function drillMemory(bytes: number): number {
  return Math.min(Math.floor(bytes / mebibyte), mostMebibytes);
}

/** What a drill takes while it runs: a loaded database is up to three times as large as its dump, with indexes and the log of what was written. */
export function roomNeeded(
  { database, media }: Pick<Manifest, "database" | "media">,
  memoryMebibytes: number,
): RoomLeft {
  return {
    memoryBytes: Math.max(memoryMebibytes, fillerMebibytes) * mebibyte,
    diskBytes: 3 * database.dumpBytes + media.bytes + 512 * mebibyte,
  };
}

/** Refuses a drill that would leave too little for the server that runs there. */
export function refuseWithoutRoom(needed: RoomLeft, left: RoomLeft): void {
  const short = [
    ...tooLittle("memory", needed.memoryBytes, left.memoryBytes, reserveMemory),
    ...tooLittle("disk", needed.diskBytes, left.diskBytes, reserveDisk),
  ];
  if (short.length === 0) return;
  throw new Refusal(`A drill would take what the running server needs: ${short.join("; ")}`, {
    next: "Run it on another engine:  npx chatkeep drill --engine ssh://root@OTHER   Or make room there.",
  });
}

function tooLittle(what: string, needed: number, left: number, reserve: number): readonly string[] {
  if (left - needed >= reserve) return [];
  const size = (bytes: number) => `${Math.ceil(bytes / mebibyte)} MiB`;
  return [`it needs ${size(needed)} of ${what}, ${size(left)} are free, and ${size(reserve)} must stay free`];
}
