import { testSettings } from "../test/support/stack/stack.ts";
import type { TestSettings } from "../test/support/stack/stack-file.ts";
import { bareContestant } from "./deploying/bare.ts";
import { chatkeepContestant } from "./deploying/chatkeep.ts";
import type { Contestant, ContestantName } from "./deploying/contestant.ts";
import type { Timing } from "./deploying/stopwatch.ts";
import type { Version } from "./deploying/version.ts";

/** What is measured: the stages a stack goes through, in this order, and the parts of a trial on a throwaway stack. */
export const measures = [
  "first",
  "again",
  "change",
  "status",
  "help",
  "destroy",
  "trial",
  "trial checks",
  "trial removal",
] as const;
export type Measure = (typeof measures)[number];

/** One measurement. */
export interface Sample {
  readonly contestant: ContestantName;
  readonly measure: Measure;
  readonly timing: Timing;
}

/** What a bench is told: how often everything is done, and by which versions. */
export interface Deploying {
  readonly rounds: number;
  readonly versions: readonly Version[];
  readonly say: (text: string) => void;
}

/**
 * Has every contestant deploy, look again, change a setting and take down, round by round and one right after the other, so
 * that what else the machine does meets all alike; who comes first in one round is last in the next. A round before the first
 * makes images and fills caches, and does not count.
 */
export async function measureDeploying({ rounds, versions, say }: Deploying): Promise<readonly Sample[]> {
  say("warming up");
  const imageSource = await warmUp(versions);
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    const contestants = await contestantsOf(versions, imageSource);
    const inTurn = round % 2 === 1 ? contestants : contestants.toReversed();
    try {
      await playRound(inTurn, (sample) => {
        say(`round ${round}: ${sample.measure}, ${sample.contestant}: ${sample.timing.seconds.toFixed(2)} s`);
        samples.push(sample);
      });
    } finally {
      for (const each of contestants) await each.remove();
    }
  }
  return samples;
}

/** A real stack's settings, not a throwaway one's: what a throwaway stack may leave out is not left out here. */
async function benchSettings(): Promise<TestSettings> {
  return { ...(await testSettings()), throwaway: false };
}

async function contestantsOf(versions: readonly Version[], imageSource: string): Promise<readonly Contestant[]> {
  const bare = await bareContestant({ ...(await benchSettings()), imageSource });
  const ours = await Promise.all(versions.map(async (each) => chatkeepContestant(each, await benchSettings())));
  return [bare, ...ours];
}

type Parts = Partial<Readonly<Record<Measure, Timing>>>;

async function playRound(contestants: readonly Contestant[], onSample: (sample: Sample) => void): Promise<void> {
  const stages: readonly ((contestant: Contestant) => Promise<Parts>)[] = [
    async (contestant) => ({ first: await contestant.first() }),
    async ({ again }) => (again === null ? {} : { again: await again() }),
    async (contestant) => ({ change: await contestant.change() }),
    async ({ asked }) => (await asked?.()) ?? {},
    async (contestant) => ({ destroy: await contestant.destroy() }),
    async ({ trial }) => (await trial?.()) ?? {},
  ];
  for (const stage of stages) {
    for (const contestant of contestants) {
      const parts = await stage(contestant);
      for (const measure of measures) {
        const timing = parts[measure];
        if (timing !== undefined) onSample({ contestant: contestant.name, measure, timing });
      }
    }
  }
}

/** Gives where images come from, as the first `up` chose it. */
async function warmUp(versions: readonly Version[]): Promise<string> {
  let imageSource = "";
  for (const each of versions) {
    const contestant = await chatkeepContestant(each, await benchSettings());
    try {
      await contestant.first();
      await contestant.again?.();
      imageSource = await contestant.imageSource();
    } finally {
      await contestant.remove();
    }
  }
  return imageSource;
}
