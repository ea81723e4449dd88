import { type ChildProcess, spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Person } from "../../../src/io/matrix/client.ts";
import type { HistoryEvent } from "../../../src/operations/recovery/export/relations.ts";
import { program } from "../stack/command-line.ts";

/** Where a member exports from, and what they type. */
export interface ExportRun {
  readonly person: Person;
  readonly baseUrl: string;
  /** Null where no TLS is spoken. */
  readonly authorityFile: string | null;
  /** What is typed after the password. */
  readonly typed: readonly string[];
}

/** How it ended. */
export interface ExportOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An export that goes on. */
export interface RunningExport {
  readonly process: ChildProcess;
  readonly ended: Promise<ExportOutcome>;
}

/** Starts `chatkeep export` as its member would, secrets by stdin. */
export function startExport(run: ExportRun, words: readonly string[]): RunningExport {
  const { person, baseUrl, authorityFile, typed } = run;
  const where = ["--user", person.userId, "--server", baseUrl, "--stdin"];
  const trust = authorityFile === null ? [] : ["--authority", authorityFile];
  const child = spawn(process.execPath, [program, ...words, ...where, ...trust], { stdio: "pipe" });
  child.stdin.end(`${[person.password, ...typed].join("\n")}\n`);
  const ended = Promise.all([
    new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1))),
    text(child.stdout),
    text(child.stderr),
  ]).then(([exitCode, stdout, stderr]) => ({ exitCode, stdout, stderr }));
  return { process: child, ended };
}

/** Runs it, and fails with all that it said when it does not succeed. Gives its JSON. */
export async function exportSucceeds(run: ExportRun, words: readonly string[]): Promise<ExportedDocument> {
  const { exitCode, stdout, stderr } = await startExport(run, [...words, "--json"]).ended;
  if (exitCode === 0) return JSON.parse(stdout) as ExportedDocument;
  throw new Error(`The export ended with ${exitCode}:\n${stdout}\n${stderr}`);
}

/** What `--json` prints. */
export interface ExportedDocument {
  readonly added: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly string[];
}

/** The events of one room in a folder, as they are read. */
export function eventsIn(folder: string, room: string): readonly HistoryEvent[] {
  const lines = readFileSync(join(folder, "history.jsonl"), "utf8").trim().split("\n");
  const events = lines.map((line) => JSON.parse(line)).filter(({ record }) => record === "event") as HistoryEvent[];
  return events.filter((event) => event.room === room);
}

/** The lines of `events.jsonl` of all rooms, by their folder. */
export function rawLinesIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const paths = globSync("rooms/*/events.jsonl", { cwd: folder });
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8").trim().split("\n")]));
}
