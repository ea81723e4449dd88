import { join } from "node:path";
import { packageFolder } from "../../src/io/machine/program-files.ts";
import { fetchTrusting } from "../../src/io/matrix/trusting-fetch.ts";
import { environmentOf, type Home } from "../../test/support/stack/command-line.ts";
import { newHome } from "../../test/support/stack/stack.ts";
import { changeSetting, type TestSettings, writeStackFile } from "../../test/support/stack/stack-file.ts";
import { removeStack } from "../../test/support/stack/sweep.ts";
import { type Contestant, changed, type Trial } from "./contestant.ts";
import { type Timing, time } from "./stopwatch.ts";

/** Which plugins `chatkeep` is run with: the variables its bootstrap reads. */
export interface Plugins {
  readonly name: "own" | "official";
  readonly environment: Readonly<Record<string, string>>;
}

/** Our own plugins, and the official ones where the variables that the bootstrap knows name them. Both are taken out of this process's environment. */
export function pluginsHere(): readonly Plugins[] {
  const { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host } = process.env;
  delete process.env.CHATKEEP_OFFICIAL_PROVIDER;
  delete process.env.CHATKEEP_OFFICIAL_LANGUAGE_HOST;
  const own: Plugins = { name: "own", environment: {} };
  if (!provider || !host) return [own];
  const environment = { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host };
  return [own, { name: "official", environment }];
}

const program = join(packageFolder, "bootstrap", "chatkeep.mjs");

/** `chatkeep` as a person calls it, bootstrap included. What switches the plugins in this checkout is done before and not measured. */
export async function chatkeepContestant({ name, environment }: Plugins, settings: TestSettings): Promise<Contestant> {
  const home = await newHome({ environment });
  await writeStackFile(home.name, settings);
  const measure = async (...words: readonly string[]) => {
    await chatkeep(home, "env");
    return chatkeep(home, ...words);
  };
  return {
    name,
    stack: home.name,
    first: async () => {
      const timing = await measure("up", "--yes", "--json");
      await expectAnswer(timing);
      return timing;
    },
    again: () => measure("up", "--yes"),
    change: async () => {
      await changeSetting(home.name, changed.key, changed.value);
      return measure("up", "--yes");
    },
    destroy: () => measure("destroy", "--yes"),
    trial: async () => {
      await chatkeep(home, "env");
      return partsOf(await chatkeep(home, "try", "--json"));
    },
    remove: () => removeStack(home),
  };
}

/** It says when it begins to look at what serves; the parts after that it has measured itself. */
function partsOf({ marks, stdout }: Timing): Trial {
  const { seconds } = JSON.parse(stdout);
  const part = (length: number): Timing => ({ seconds: length, marks: [], stdout: "" });
  const serving = marks.find(({ line }) => line === "looking at it")?.at ?? Number.NaN;
  return { trial: part(serving), "trial checks": part(seconds.checks), "trial removal": part(seconds.removal) };
}

/** `up` has ended, so the server has to answer at once. */
async function expectAnswer({ stdout }: Timing): Promise<void> {
  const { url, authority } = JSON.parse(stdout);
  const { fetch, close } = fetchTrusting(authority);
  const { status } = await fetch(`${url}/_matrix/client/versions`);
  await close();
  if (status !== 200) throw new Error(`After \`up\`, ${url} answered ${status}`);
}

function chatkeep(home: Home, ...words: readonly string[]): Promise<Timing> {
  return time(process.execPath, [program, ...words, "--stack", home.name], environmentOf(home));
}
