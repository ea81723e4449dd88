import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { earlierPathsOf } from "../../../src/io/machine/paths.ts";
import { startAndStop } from "../../support/kills/strike.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
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

/** The files of a stack's state by their path, but the journal, which a move adds to. */
async function filesOf(home: Home): Promise<ReadonlyMap<string, string>> {
  const { stateFolder, journal } = pathsFor(home);
  const entries = await readdir(stateFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const kept = paths.filter((path) => path !== journal && !path.endsWith("meta.yaml.attrs"));
  const texts = kept.map(async (path) => [path.slice(stateFolder.length), await readFile(path, "utf8")] as const);
  return new Map((await Promise.all(texts)).sort());
}

/** Takes its turn, and then does nothing: the name is mistyped. */
const turn = ["destroy", "--yes-delete-data", "mistyped"];

describe("the state of a stack that the first version made", () => {
  it("is used where it lies by whoever only looks", async () => {
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

  it("loses nothing when the move is killed anywhere, and the next command finishes it", async () => {
    const whole = await filesOf(main);
    let kills = 0;
    for (;;) {
      const home = await earlierHome();
      const stopped = await startAndStop(home, turn, { call: "rename", about: "", occurrence: kills + 1 });
      if (stopped === null) break;
      const ended = once(stopped, "exit");
      stopped.kill("SIGKILL");
      await ended;
      expect((await chatkeep(home, turn)).exitCode).toBe(2);
      expect(await filesOf(home)).toEqual(whole);
      kills += 1;
    }
    console.log(`A move of the state was killed at ${kills} moments.`);
    expect(kills).toBeGreaterThan(3);
  });
});
