import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { earlierPathsOf } from "../../../src/io/machine/paths.ts";
import { startAndStop } from "../../support/kills/strike.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, environmentOf, type Home } from "../../support/stack/command-line.ts";
import { copyEarlierState, removeCopy } from "../../support/stack/state-copy.ts";

const main = inject("mainStack");
const homes: Home[] = [];

afterAll(async () => {
  for (const home of homes) await removeCopy(home);
});

async function earlierHome(): Promise<Home> {
  const home = await copyEarlierState(main);
  homes.push(home);
  return home;
}

/** The files of a stack's state by their path, but the journal and its last hash, which a move adds to. */
async function filesOf(home: Home): Promise<ReadonlyMap<string, string>> {
  const { stateFolder, journal } = pathsFor(home);
  const entries = await readdir(stateFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const kept = paths.filter((path) => !path.startsWith(journal) && !path.endsWith("meta.yaml.attrs"));
  const texts = kept.map(async (path) => [path.slice(stateFolder.length), await readFile(path, "utf8")] as const);
  return new Map((await Promise.all(texts)).sort());
}

/** Each time that the move, and the journal that tells of it, renames a file or folder. */
const moments = Array.from({ length: 11 }, (_, index) => index + 1);

/** Takes its turn, and then does nothing: the name is mistyped. */
const turn = ["destroy", "--yes-delete-data", "mistyped"];

describe("the state of a stack that the first version made", () => {
  it("is used where it lies by a command that only observes", async () => {
    const home = await earlierHome();
    const { stdout } = await chatkeepSucceeds(home, ["preview", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], drift: [] });
    expect(existsSync(pathsFor(home).stateFolder)).toBe(false);
  });

  it("is moved by the next command that may change something, and is the same after it", async () => {
    const home = await earlierHome();
    const { stderr } = await chatkeep(home, turn);
    expect(stderr).toContain(`has moved from ${earlierPathsOf(home.name, environmentOf(home)).stateFolder}`);
    expect(await filesOf(home)).toEqual(await filesOf(main));
    const { stdout } = await chatkeepSucceeds(home, ["preview", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], drift: [] });
    expect((await chatkeep(home, turn)).stderr).not.toContain("has moved");
  });

  it.each(sample("moves of the state that are killed", moments, 1))(
    "loses nothing when the move is killed, and the next command finishes it: before file or folder %i",
    async (occurrence) => {
      const [whole, home] = [await filesOf(main), await earlierHome()];
      const stopped = await startAndStop(home, turn, { call: "rename", about: "", occurrence });
      if (stopped === null) throw new Error(`The move was over before anything was renamed for time ${occurrence}.`);
      const ended = once(stopped, "exit");
      stopped.kill("SIGKILL");
      await ended;
      expect((await chatkeep(home, turn)).exitCode).toBe(2);
      expect(await filesOf(home)).toEqual(whole);
    },
  );

  it("has no further moment to be killed at", async () => {
    const point = { call: "rename", about: "", occurrence: moments.length + 1 } as const;
    expect(await startAndStop(await earlierHome(), turn, point)).toBe(null);
  });
});
