import { median, percentile } from "../messages/statistics.ts";

/** How accounts were made: how many a second, and what one cost the server's containers. */
export interface Made {
  readonly perSecond: number;
  readonly processorMilliseconds: number;
}

/** One round. */
export interface Round {
  /** By `register_new_matrix_user`, once for each member. */
  readonly byTool: Made;
  readonly withPassword: Made;
  readonly without: Made;
}

/** What all rounds came to. How long a member's messages took to be accepted is in milliseconds: before, while accounts with passwords were made, while members were put into rooms. */
export interface TeamFigures {
  readonly rounds: readonly Round[];
  /** Memberships, in eight rooms by turns. */
  readonly joins: Made;
  readonly idle: readonly number[];
  readonly chatting: readonly number[];
  readonly joining: readonly number[];
}

/** The figures as two Markdown tables: the middle of the rounds, and the middle of the rounds' ratios. */
export function teamTable({ rounds, joins, idle, chatting, joining }: TeamFigures): string {
  return [
    "| accounts | chatkeep | register_new_matrix_user | times better | aim |",
    "|---|---|---|---|---|",
    perSecondRow("a second, with an initial password", rounds, "withPassword", 4),
    perSecondRow("a second, without one", rounds, "without", 30),
    processorRow("processor time of one with a password, ms", rounds, "withPassword"),
    processorRow("processor time of one without, ms", rounds, "without"),
    `| memberships a second, in eight rooms | ${joins.perSecond.toFixed(2)} | | | |`,
    `| processor time of one, ms | ${joins.processorMilliseconds.toFixed(0)} | | | |`,
    "",
    "| a member's message through the proxy, ms | p50 | p95 | longest |",
    "|---|---|---|---|",
    latencyRow("before", idle),
    latencyRow("while accounts with passwords are made", chatting),
    latencyRow("while members are put into rooms", joining),
  ].join("\n");
}

function perSecondRow(what: string, rounds: readonly Round[], way: keyof Round, aim: number): string {
  const middle = (each: keyof Round) => median(rounds.map((round) => round[each].perSecond)).toFixed(2);
  const ratios = rounds.map((round) => round[way].perSecond / round.byTool.perSecond);
  return `| ${what} | ${middle(way)} | ${middle("byTool")} | ${median(ratios).toFixed(1)} | ${aim} |`;
}

function processorRow(what: string, rounds: readonly Round[], way: keyof Round): string {
  const spent = (each: keyof Round) => median(rounds.map((round) => round[each].processorMilliseconds));
  const ratio = median(rounds.map((round) => round.byTool.processorMilliseconds / round[way].processorMilliseconds));
  return `| ${what} | ${spent(way).toFixed(0)} | ${spent("byTool").toFixed(0)} | ${ratio.toFixed(1)} | |`;
}

function latencyRow(what: string, all: readonly number[]): string {
  const said = [percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)].map((each) => each.toFixed(0));
  return `| ${what} | ${said.join(" | ")} |`;
}
