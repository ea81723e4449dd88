import { testSettings } from "../test/support/stack/stack.ts";
import { readSetting, type TestSettings } from "../test/support/stack/stack-file.ts";
import { bareContestant } from "./deploying/bare.ts";
import { chatkeepContestant, type Plugins } from "./deploying/chatkeep.ts";
import type { Contestant, ContestantName, Trial } from "./deploying/contestant.ts";
import type { Timing } from "./deploying/stopwatch.ts";

/** What a stack goes through, in this order. */
const stages = ["first", "again", "change", "destroy"] as const;

/** What is measured: the stages, and the parts of a trial on a throwaway stack. */
export const measures = [...stages, "trial", "trial checks", "trial removal"] as const;
export type Measure = (typeof measures)[number];

/** One measurement. */
export interface Sample {
  readonly contestant: ContestantName;
  readonly measure: Measure;
  readonly timing: Timing;
}

/** What a bench is told: how often everything is done, and with which plugins. */
export interface Deploying {
  readonly rounds: number;
  readonly plugins: readonly Plugins[];
  readonly say: (text: string) => void;
}

/**
 * Has every contestant deploy, look again, change a setting and take down, round by round and one right after the other, so
 * that what else the machine does meets all alike. A round before the first makes images and fills caches, and does not count.
 */
export async function measureDeploying({ rounds, plugins, say }: Deploying): Promise<readonly Sample[]> {
  say("warming up");
  const imageSource = await warmUp(plugins);
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    const contestants = await contestantsOf(plugins, imageSource);
    try {
      await playRound(contestants, (sample) => {
        say(`round ${round}: ${sample.measure}, ${sample.contestant}: ${sample.timing.seconds.toFixed(1)} s`);
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

async function contestantsOf(plugins: readonly Plugins[], imageSource: string): Promise<readonly Contestant[]> {
  const bare = await bareContestant({ ...(await benchSettings()), imageSource });
  const ours = await Promise.all(plugins.map(async (each) => chatkeepContestant(each, await benchSettings())));
  return [bare, ...ours];
}

async function playRound(contestants: readonly Contestant[], onSample: (sample: Sample) => void): Promise<void> {
  for (const measure of stages) {
    for (const contestant of contestants) {
      const timing = await contestant[measure]?.();
      if (timing !== undefined) onSample({ contestant: contestant.name, measure, timing });
    }
  }
  for (const { name: contestant, trial } of contestants) {
    const parts = Object.entries((await trial?.()) ?? {});
    for (const [measure, timing] of parts) onSample({ contestant, measure: measure as keyof Trial, timing });
  }
}

/** Gives where images come from, as the first `up` chose it. */
async function warmUp(plugins: readonly Plugins[]): Promise<string> {
  let imageSource = "";
  for (const each of plugins) {
    const contestant = await chatkeepContestant(each, await benchSettings());
    try {
      await contestant.first();
      await contestant.again?.();
      imageSource = String(await readSetting(contestant.stack, "imageSource"));
    } finally {
      await contestant.remove();
    }
  }
  return imageSource;
}
