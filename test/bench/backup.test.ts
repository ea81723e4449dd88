import { expect, it } from "vitest";
import { nextEvent } from "../../bench/backup/events.ts";
import { type BackupSide, backupTable } from "../../bench/backup/figures.ts";

const side = (factor: number): BackupSide => ({
  first: { seconds: 10 * factor, bytes: 5e6 },
  second: { seconds: 2 * factor, bytes: 1e6 * factor ** 2 },
  restoreSeconds: 20,
});

it("backups are compared by what they add, and restores by when someone can read", () => {
  const figures = { events: 100, mediaMebibytes: 5, ours: side(1), byHand: side(6), stages: { database: 3.25 } };
  const table = backupTable(figures);
  expect(table).toContain("| second backup, after 1 % more, s | 2.0 | 12.0 | 6.0 | 5 |");
  expect(table).toContain("| second backup, MB added | 1.0 | 36.0 | 36.0 | 10 |");
  expect(table).toContain("| restore, to a server that is read from, s | 20.0 | 20.0 | 1.0 | 1 |");
  expect(table).toContain("database 3.3 s");
});

it("events made in bulk follow each other, each with an id of its own that its content gives", () => {
  const tip = {
    room: "!room",
    sender: "@ana:bench.test",
    event: "$first",
    depth: 7,
    stateGroup: "1",
    auth: ["$power"],
  };
  const [one, other] = [nextEvent(tip, 1, 1_000), nextEvent(tip, 2, 1_000)];
  expect(one.id).toMatch(/^\$[A-Za-z0-9_-]{43}$/);
  expect(one.id).not.toBe(other.id);
  expect(JSON.parse(one.json)).toMatchObject({ depth: 8, prev_events: ["$first"], auth_events: ["$power"] });
});
