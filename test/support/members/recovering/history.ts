import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, runProgram } from "../../stack/command-line.ts";
import type { Scene } from "./scene.ts";

/** Runs `chatkeep export` as the member does, who types password and recovery key. Gives the folder. */
export async function exportHistory({ place, person }: Scene, recoveryKey: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-history-"));
  const { baseUrl, authorityFile } = place.server;
  const words = ["export", "--user", person.userId, "--server", baseUrl, "--authority", authorityFile, "--stdin"];
  const input = `${person.password}\n${recoveryKey}\n`;
  const ended = await runProgram(process.execPath, [program, ...words, "--folder", folder], {}, { input });
  if (ended.exitCode !== 0) throw new Error(`chatkeep export ended with ${ended.exitCode}:\n${ended.stderr}`);
  return folder;
}

/** What can be read in such a folder without a server: the page, the data, and the files. */
export async function readHistory(folder: string): Promise<{ page: string; data: string; files: readonly Buffer[] }> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes("/media/"));
  const read = (name: string) => readFile(join(folder, name), "utf8");
  return {
    page: await read("history.html"),
    data: await read("history.jsonl"),
    files: await Promise.all(names.map((name) => readFile(join(folder, name)))),
  };
}
