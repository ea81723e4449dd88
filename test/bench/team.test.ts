import { expect, it } from "vitest";
import { type Made, type Round, teamTable } from "../../bench/team/figures.ts";

const made = (perSecond: number, processorMilliseconds: number): Made => ({ perSecond, processorMilliseconds });

const rounds: readonly Round[] = [
  { byTool: made(1, 600), withPassword: made(4, 300), without: made(40, 15) },
  { byTool: made(2, 800), withPassword: made(10, 200), without: made(90, 10) },
  { byTool: made(1, 700), withPassword: made(6, 350), without: made(30, 14) },
];

it("accounts are compared round by round, because what else the machine does weighs on both", () => {
  const table = teamTable({ rounds, joins: made(8, 60), idle: [20, 30, 25], chatting: [40, 90, 50], joining: [7] });
  expect(table).toContain("| a second, with an initial password | 6.00 | 1.00 | 5.0 | 4 |");
  expect(table).toContain("| a second, without one | 40.00 | 1.00 | 40.0 | 30 |");
  expect(table).toContain("| processor time of one with a password, ms | 300 | 700 | 2.0 | |");
  expect(table).toContain("| memberships a second, in eight rooms | 8.00 | | | |");
  expect(table).toContain("| while accounts with passwords are made | 50 | 90 | 90 |");
});
