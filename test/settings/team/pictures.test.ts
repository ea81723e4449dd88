import { describe, expect, it } from "vitest";
import { mebibytes } from "../../../src/kinds/size.ts";
import { picturesIn } from "../../../src/settings/team/pictures-in.ts";
import { readRoster } from "../../../src/settings/team/read-roster.ts";
import { badRosters } from "./bad/all.ts";
import { inRoom } from "./bad/case.ts";
import { problemsOf, strictest } from "./read.ts";

const pictureOf = (path: string) => readRoster(inRoom(`avatar: ${path}`), "team.yaml", strictest).rooms[0]?.avatar;

describe("the picture of a room", () => {
  it("is what the file is, whatever its name says", () => {
    const types = ["pictures/general.png", "général.JPG", "moving.gif", "old.gif", "new.png"].map((path) => [
      path,
      pictureOf(path)?.type,
    ]);
    expect(types).toEqual([
      ["pictures/general.png", "image/png"],
      ["général.JPG", "image/jpeg"],
      ["moving.gif", "image/gif"],
      ["old.gif", "image/gif"],
      ["new.png", "image/webp"],
    ]);
    expect(pictureOf("pictures/general.png")).toMatchObject({ file: "pictures/general.png", bytes: 4_711 });
  });

  it("may have what the server takes, where that is less than ten mebibytes", () => {
    const [problem] = problemsOf(inRoom("avatar: large.png"), { ...strictest, uploadSize: mebibytes(1) });
    expect(problem?.found).toBe("`large.png` has 12 MiB, and a picture has at most 1 MiB here");
  });

  it("is reported with all else that is wrong, at its place", () => {
    const bad = inRoom("avatar: none.png\nhistory: all");
    expect(problemsOf(bad).map(({ key, line, column }) => [key, line, column])).toEqual([
      ["rooms[0].avatar", 12, 13],
      ["rooms[0].history", 13, 14],
    ]);
  });
});

describe("the pictures that a roster names", () => {
  it("are those of its spaces and rooms that could be paths, each once", () => {
    const spaces = "spaces:\n  - { alias: a, name: A, avatar: a.png }\n  - { alias: b, avatar: ../b.png }\n";
    expect(picturesIn(inRoom(`avatar: a.png\n${"#"}`) + spaces, "team.yaml")).toEqual(["a.png"]);
    expect(picturesIn("members:\n  - avatar: a.png\n", "team.yaml")).toEqual([]);
    expect(picturesIn("rooms: [{ avatar: [a.png] }, avatar]\n", "team.yaml")).toEqual([]);
  });

  it("are none where the text cannot be read, and reading it says why", () => {
    for (const { text } of badRosters) expect(Array.isArray(picturesIn(text, "team.yaml"))).toBe(true);
    expect(picturesIn("rooms:\n  - avatar: a.png\n - x: [\n", "team.yaml")).toEqual([]);
  });
});
