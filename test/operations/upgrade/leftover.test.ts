import { describe, expect, it } from "vitest";
import { decideLeftover, leftoverLines, leftoverSteps } from "../../../src/operations/upgrade/leftover.ts";
import { type LookedVolume, noteText, parseVolume, setAside } from "../../../src/operations/upgrade/volume.ts";

const folder = (name: string, major: number | null) => ({ name, major, bytes: 1, note: null });
const aside = folder("set-aside-postgres-15-2026-11-30T10-00-00Z", 15);

function volume(cluster: number | null, ...folders: LookedVolume["folders"]): LookedVolume {
  return { free: 1, fileSystem: "xfs", cluster, folders, canExchange: true };
}

/** What is done where a command was killed: the steps' kinds. */
function ended(looked: LookedVolume, written: number, isServing: boolean) {
  const leftover = decideLeftover({ volume: looked, written, isServing });
  return leftoverSteps(leftover, "set-aside").map(({ kind }) => kind);
}

describe("a command that was killed", () => {
  it.each([
    ["in a rehearsal", volume(15, folder("rehearsing", 17)), 15, true, ["remove"]],
    ["before anything was stopped", volume(15, folder("upgrading", 17)), 15, true, ["remove"]],
    ["while it made the new cluster", volume(15, folder("upgrading", null)), 15, true, ["remove"]],
    ["while Synapse was stopped", volume(15, folder("upgrading", 17)), 15, false, ["remove", "up"]],
    ["between the two renames", volume(17, folder("upgrading", 15)), 15, false, ["finish switch", "set version", "up"]],
    ["after the switch", volume(17, aside), 15, false, ["set version", "up"]],
    ["before `up`", volume(17, aside), 17, false, ["up"]],
    [
      "in a roll back, after the switch",
      volume(15, folder("set-aside-postgres-17-x", 17)),
      17,
      false,
      ["set version", "up"],
    ],
    ["before it began", volume(15), 15, true, []],
    ["after its end", volume(17, aside), 17, true, []],
  ])("%s is ended", (_, looked, written, isServing, kinds) => {
    expect(ended(looked, written, isServing)).toEqual(kinds);
  });

  it("is told of, with what is done about it", () => {
    const leftover = decideLeftover({ volume: volume(17, folder("upgrading", 15)), written: 15, isServing: false });
    expect(leftoverLines(leftover).join("\n")).toMatch(/while it switched[\s\S]*set to that[\s\S]*brought up/);
  });
});

describe("a server that does not run", () => {
  it("is not brought up where no upgrade has to do with it", () => {
    expect(ended(volume(15), 15, false)).toEqual([]);
  });

  it("is set to the version of its cluster where the stack file was changed by hand", () => {
    const leftover = decideLeftover({ volume: volume(15), written: 17, isServing: true });
    expect([leftover.set, leftover.up]).toEqual([15, true]);
  });
});

describe("what look.sh prints", () => {
  const note = { at: "2026-11-30T10:00:00.000Z", newestEvent: { order: 42 } };
  const text = [
    "free\t1000",
    "kind\text2/ext3",
    "cluster\t17",
    "folder\tset-aside-postgres-15-2026-11-30T10-00-00Z\t15\t4096",
    "folder\tset-aside-postgres-17-2026-11-30T09-00-00Z\t17\t4096",
    "folder\tupgrading\tnone\t5",
    `note\tset-aside-postgres-15-2026-11-30T10-00-00Z\t${noteText(15, note)}`,
    `note\tset-aside-postgres-17-2026-11-30T09-00-00Z\t${noteText(15, note)}`,
    "exchange\tyes",
  ].join("\n");

  it("is read", () => {
    const read = parseVolume(text);
    expect(read).toMatchObject({ free: 1000, fileSystem: "ext2/ext3", cluster: 17, canExchange: true });
    expect(read.folders.find(({ name }) => name === "upgrading")).toMatchObject({ major: null, bytes: 5 });
  });

  it("has notes that count for their own cluster only", () => {
    const [newer, older] = setAside(parseVolume(text));
    expect([newer?.note, older?.note]).toEqual([note, null]);
  });
});
