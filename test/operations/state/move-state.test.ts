import { describe, expect, it } from "vitest";
import { earlierPathsOf, pathsOf, type StackPaths } from "../../../src/io/machine/paths.ts";
import { decideMove, moveState, observeEarlier, type Places } from "../../../src/operations/state/move-state.ts";
import { memoryFiles } from "../steps/made-up-world.ts";

const environment = { HOME: "/home/ana" };
const root = "/home/ana/.local/state/chatkeep";
const placesOf = (stack: string): Places => ({
  paths: pathsOf(stack, environment),
  earlier: earlierPathsOf(stack, environment),
});

/** What a stack had at its earlier place: each file holds the name of its stack. */
function filesOf(stack: string): readonly (readonly [string, string])[] {
  const { passphrase, journal, stackFileCopy, checkpoint, backups, history, locks } = placesOf(stack).earlier;
  const pulumis = [checkpoint, `${checkpoint}.bak`, `${backups}/${stack}.1.json`, `${history}/${stack}-1.json`];
  return [passphrase, journal, stackFileCopy, ...pulumis, `${locks}/a.json`].map((path) => [path, stack] as const);
}

const format = [`${root}/pulumi/.pulumi/meta.yaml`, "version: 1\n"] as const;
const diskOf = (...stacks: readonly string[]) => new Map<string, string>([format, ...stacks.flatMap(filesOf)]);

/** Each file's text by its path, for a stack at its place of now. */
function placed(disk: ReadonlyMap<string, string>, { stateFolder }: StackPaths): ReadonlyMap<string, string> {
  const own = [...disk].filter(([path]) => path.startsWith(`${stateFolder}/`));
  return new Map(own.map(([path, text]) => [path.slice(stateFolder.length), text]));
}

async function moveAll(disk: Map<string, string>, places: Places): Promise<void> {
  const files = memoryFiles(disk);
  await moveState(files, places, decideMove(places, await observeEarlier(files, places)));
}

describe("a stack's paths", () => {
  it.each(["pulumi", "stacks", "local", "chatkeep", "kept-0000-1-1-0000"])(
    "of %s have nothing in common with those of another stack",
    (name) => {
      const { stateFolder, backend } = pathsOf(name, environment);
      const other = pathsOf("main", environment);
      expect(backend).toBe(`${stateFolder}/pulumi`);
      for (const path of Object.values(other))
        if (path.startsWith(root)) expect(`${path}/`.startsWith(`${stateFolder}/`)).toBe(false);
    },
  );

  it("lie in a folder that no earlier stack can have had for its own", () => {
    expect(pathsOf("main", environment).stateFolder).toBe(`${root}/stacks.d/main`);
  });
});

describe("a state at its earlier place", () => {
  it.each(["main", "pulumi", "stacks"])("of the stack %s is moved whole, and no other stack's", async (stack) => {
    const disk = diskOf(stack, "other", "main");
    const places = placesOf(stack);
    await moveAll(disk, places);
    const expected = filesOf(stack).map(([, text]) => text);
    const moved = placed(disk, places.paths);
    expect([...moved.values()].filter((text) => text === stack)).toEqual(expected);
    expect(moved.get("/pulumi/.pulumi/meta.yaml")).toBe("version: 1\n");
    for (const path of ["checkpoint", "passphrase", "journal"] as const)
      expect(disk.get(places.paths[path])).toBe(stack);
    for (const [path] of filesOf("other")) expect(disk.get(path)).toBe("other");
    expect(decideMove(places, await observeEarlier(memoryFiles(disk), places))).toEqual([]);
  });

  it("is found where its own folder is gone, or has been put in its place by hand", async () => {
    const { paths, earlier } = placesOf("main");
    const [lost, byHand] = [diskOf("main"), diskOf("main")];
    for (const [path, text] of filesOf("main")) {
      if (!path.startsWith(earlier.stateFolder)) continue;
      lost.delete(path);
      byHand.delete(path);
      byHand.set(`${paths.stateFolder}${path.slice(earlier.stateFolder.length)}`, text);
    }
    for (const disk of [lost, byHand]) {
      await moveAll(disk, { paths, earlier });
      expect(disk.get(paths.checkpoint)).toBe("main");
    }
    expect(byHand.get(paths.passphrase)).toBe("main");
  });

  it.each(["main", "pulumi"])("is nothing where only other stacks have one (%s)", async (stack) => {
    const places = placesOf(stack);
    expect(decideMove(places, await observeEarlier(memoryFiles(diskOf("other")), places))).toEqual([]);
  });

  it("of a throwaway stack was in one folder", async () => {
    const places = placesOf("kept-0000-1-1-0000");
    const disk = new Map([[places.earlier.checkpoint, "kept"]]);
    await moveAll(disk, places);
    expect([...disk.keys()]).toEqual([places.paths.checkpoint]);
  });
});
