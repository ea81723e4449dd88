import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { newMasterKey } from "../../../src/keys/master-key.ts";
import { findLeaks } from "../../../src/operations/leaks/leaks.ts";
import { makeFolder } from "../own-folder.ts";
import { type Ground, processHere } from "./planted.ts";
import { watchWhile } from "./watch.ts";

let folder: string;

beforeEach(async () => {
  folder = await makeFolder("watched");
});
afterEach(() => rm(folder, { recursive: true }));

describe("what is there for a moment", () => {
  it("is seen in a process and in a file that end before the run does", async () => {
    const [inProcess, inFile] = [
      { name: "a process", value: newMasterKey().text() },
      { name: "a file", value: newMasterKey().text() },
    ];
    const inner = join(folder, "inner");
    const path = join(inner, "events.jsonl");
    await mkdir(inner);
    const { seen } = await watchWhile({ folders: [folder], except: [] }, async (seenSoFar) => {
      const ground = { undo: [] };
      const { pid } = await processHere(ground, { environment: { PLANTED: inProcess.value.reveal() } });
      await writeFile(path, "first ");
      await untilTrue("sight of the process and the file", () => {
        const wheres = [...seenSoFar.processes, ...seenSoFar.files].map(({ where }) => where);
        return wheres.includes(`the variable PLANTED of process ${pid} (sh)`) && wheres.includes(path);
      });
      await writeFile(path, inFile.value.reveal(), { flag: "a" });
      await rm(inner, { recursive: true });
      for (const undo of ground.undo as Ground["undo"]) await undo();
    });
    const leaks = findLeaks([inProcess, inFile], [...seen.processes, ...seen.files]);
    expect(leaks.map(({ secret }) => secret)).toEqual(["a process", "a file"]);
  });
});
