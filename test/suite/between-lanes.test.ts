import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endHandingOver, handingOver, laneVariables, sourcesOfOtherLane, tellOtherLane } from "./between-lanes.ts";

const sources = { settings: { imageSource: "local" }, images: ["a:1", "b:2"], worldImages: ["c:3"] };
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-lanes-"));
  file = join(folder, "sources.json");
});
afterEach(() => rm(folder, { recursive: true }));

describe("what one lane hands on to the other", () => {
  it("is waited for and arrives as it was", async () => {
    const waiting = sourcesOfOtherLane(file);
    await tellOtherLane(file, Promise.resolve(sources));
    expect(await waiting).toEqual(sources);
  });

  it("is a failure, too", async () => {
    await tellOtherLane(file, Promise.reject(new Error("no image")));
    await expect(sourcesOfOtherLane(file)).rejects.toThrow("did not come up");
  });

  it("is a failure where the one that boots ended without a word, and stays what it was where it did not", async () => {
    await endHandingOver(file);
    await expect(sourcesOfOtherLane(file)).rejects.toThrow("did not come up");
    await tellOtherLane(file, Promise.resolve(sources));
    await endHandingOver(file);
    expect(await sourcesOfOtherLane(file)).toEqual(sources);
  });

  it("is a file that both are told by their environment, and a lane that runs alone is not", () => {
    const { booting, waiting } = handingOver(file);
    expect(laneVariables(booting)).toEqual({ sourcesTo: file, sourcesFrom: null });
    expect(laneVariables(waiting)).toEqual({ sourcesTo: null, sourcesFrom: file });
    expect(laneVariables({})).toEqual({ sourcesTo: null, sourcesFrom: null });
  });
});
