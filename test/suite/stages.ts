import { join } from "node:path";
import { drawnFilesOf, type Lane } from "./lanes.ts";

/** One thing `npm test` does: a command of node_modules/.bin with its arguments. */
export interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly tests: boolean;
  /** Seconds; a stage that takes longer is named at the end, and fails nothing. */
  readonly budget: number;
  /** Whether it looks at servers that run. */
  readonly isLive?: boolean;
  /** The stage of its round that ends before it begins, where that runs: clients give up a comparison when two cores serve too many. */
  readonly after?: string;
  /** Which lane of live tests it is: what it says is shown line by line, because it takes minutes. */
  readonly lane?: Lane;
}

/** What may run side by side. */
export type Round = readonly Stage[];

const root = join(import.meta.dirname, "..", "..");
const tool = (name: string): string => join(root, "node_modules", ".bin", name);
const vitest = (project: string, ...files: readonly string[]): Stage["command"] => {
  return [tool("vitest"), "run", "--project", project, ...files];
};
/** The same on the engine that CHATKEEP_TEST_ENGINE names; on this machine's own where it names none. */
const onEngine = (...words: Parameters<typeof vitest>): Stage["command"] => {
  if (!process.env.CHATKEEP_TEST_ENGINE) return vitest(...words);
  return [process.execPath, join(root, "test", "on-engine.ts"), ...vitest(...words)];
};

/** What stages may take, in seconds: all of the first round within three minutes, all lanes of the second, which run side by side, within twelve. */
const budgets = {
  first: 3 * 60,
  live: 12 * 60,
  keys: 8 * 60,
  team: 12 * 60,
  backup: 4 * 60,
  providers: 5 * 60,
} as const;
const first = { tests: true, budget: budgets.first } as const;
const noTests = { ...first, tests: false } as const;
const live = { tests: true, isLive: true, budget: budgets.live } as const;

/** First what needs no engine and keeps every core busy; then the live tests, each lane at work while the others wait for a server. */
const rounds: readonly Round[] = [
  [
    { name: "format and lint", command: [tool("biome"), "ci", "--error-on-warnings", "."], ...noTests },
    { name: "types", command: [tool("tsc")], ...noTests },
    { name: "unused code", command: [tool("knip")], ...noTests },
    { name: "unit", command: vitest("unit"), ...first },
    { name: "pulumi", command: vitest("pulumi"), ...first },
  ],
  [
    { name: "live", lane: "live", command: onEngine("live", ...drawnFilesOf("live")), ...live },
    { name: "worlds", lane: "worlds", command: onEngine("live", ...drawnFilesOf("worlds")), ...live },
    { name: "servers", lane: "servers", command: onEngine("live", ...drawnFilesOf("servers")), ...live },
    { name: "keys", lane: "keys", command: onEngine("keys", ...drawnFilesOf("keys")), ...live, budget: budgets.keys },
    { name: "providers", command: onEngine("providers"), ...live, budget: budgets.providers },
    {
      name: "team",
      lane: "team",
      command: onEngine("team", ...drawnFilesOf("team")),
      ...live,
      budget: budgets.team,
      after: "providers",
    },
    {
      name: "backup",
      lane: "backup",
      command: onEngine("backup", ...drawnFilesOf("backup")),
      ...live,
      budget: budgets.backup,
      after: "servers",
    },
  ],
];

/** All stages, or those named on the command line: `npm test -- unit types`. */
export function chosenRounds(names: readonly string[]): readonly Round[] {
  const stages = rounds.flat();
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new Error(`no stage ${unknown.join(", ")}; there are: ${stages.map(({ name }) => name).join(", ")}`);
  return names.length === 0 ? rounds : rounds.map((round) => round.filter(({ name }) => names.includes(name)));
}
