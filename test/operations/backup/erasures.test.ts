import { describe, expect, it } from "vitest";
import type { UserId } from "../../../src/kinds/names.ts";
import {
  type Erasure,
  type ErasureList,
  erasuresText,
  erasuresToRepeat,
  mergedErasures,
  parseErasures,
  readErasures,
  withErasure,
} from "../../../src/operations/backup/erasures.ts";

const [ada, ben] = ["@ada:acme.test", "@ben:acme.test"] as [UserId, UserId];
const kept = { history: "keep", media: "keep", erase: false } as const;
const erasureOf = (user: UserId, day: number, wishes: Partial<Erasure> = {}): Erasure => {
  return { user, at: `2026-11-0${day}T10:00:00.000Z`, ...kept, ...wishes };
};
const none: ErasureList = { version: 1, erasures: [], recorded: true };

describe("the list of erasures", () => {
  it("is read back as it was written", () => {
    const list = withErasure(none, erasureOf(ada, 1, { erase: true }));
    expect(parseErasures(erasuresText(list))).toEqual(list);
  });

  it("is empty and recorded where nothing was erased yet, and an error where it is damaged", async () => {
    expect(await readErasures({ read: async () => null }, "erasures.json")).toEqual(none);
    for (const text of ["", "{}", '{"version":1,"erasures":[{"user":"@ada:acme.test"}]}'])
      await expect(readErasures({ read: async () => text }, "/state/erasures.json")).rejects.toThrow(
        "/state/erasures.json is damaged",
      );
  });

  it("is not recorded once there is one more", () => {
    expect(withErasure(none, erasureOf(ada, 1)).recorded).toBe(false);
  });

  it("has each member once, with the later time and all that was taken away", () => {
    const list = withErasure(
      withErasure(none, erasureOf(ada, 1, { history: "redact", erase: true })),
      erasureOf(ada, 2, { media: "delete" }),
    );
    expect(list.erasures).toEqual([erasureOf(ada, 2, { history: "redact", media: "delete", erase: true })]);
  });

  it("holds what any of several machines recorded", () => {
    const merged = mergedErasures([[erasureOf(ben, 3)], [erasureOf(ada, 1)], [erasureOf(ben, 2, { erase: true })]]);
    expect(merged).toEqual([erasureOf(ada, 1), erasureOf(ben, 3, { erase: true })]);
  });
});

describe("what a restore does again", () => {
  const erasures = [erasureOf(ada, 1), erasureOf(ben, 3)];
  const repeated = (archivedAt: string, reopened: string | null = null) =>
    erasuresToRepeat(erasures, archivedAt, () => reopened).map(({ user }) => user);

  it("is what ended after the archive was made", () => {
    expect(repeated("2026-11-02T00:00:00.000Z")).toEqual([ben]);
    expect(repeated("2026-10-31T00:00:00.000Z")).toEqual([ada, ben]);
    expect(repeated("2026-11-04T00:00:00.000Z")).toEqual([]);
  });

  it("is not done to those whose account was opened again since", () => {
    expect(repeated("2026-10-31T00:00:00.000Z", "2026-11-02T00:00:00.000Z")).toEqual([ben]);
  });
});
