import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fetchTrusting } from "../../src/io/matrix/trusting-fetch.ts";
import { environmentOf, type Home } from "../../test/support/stack/command-line.ts";
import { newHome } from "../../test/support/stack/stack.ts";
import { changeSetting, readSetting, type TestSettings, writeStackFile } from "../../test/support/stack/stack-file.ts";
import { removeStack } from "../../test/support/stack/sweep.ts";
import { type Asked, type Contestant, changed, type Trial } from "./contestant.ts";
import { type Timing, time } from "./stopwatch.ts";
import type { Version } from "./version.ts";

/** A contestant, and what the first `up` wrote into its settings. */
export interface ChatkeepContestant extends Contestant {
  /** Where images come from. */
  imageSource(): Promise<string>;
}

/** `chatkeep` as a person calls it, bootstrap included. What switches the plugins in a checkout is done before and not measured. */
export async function chatkeepContestant(version: Version, settings: TestSettings): Promise<ChatkeepContestant> {
  const home = await newHome({ environment: version.environment });
  const file = join(version.checkout, "stacks", `Pulumi.${home.name}.yaml`);
  await writeStackFile(home.name, settings, file);
  const run = (...words: readonly string[]) => chatkeep(version, home, words);
  const measure = async (...words: readonly string[]) => {
    await run("env");
    return run(...words);
  };
  return {
    name: version.name,
    stack: home.name,
    first: async () => {
      const timing = await measure("up", "--yes", "--json");
      await expectAnswer(timing);
      return timing;
    },
    again: () => measure("up", "--yes"),
    change: async () => {
      await changeSetting(home.name, changed.key, changed.value, file);
      return measure("up", "--yes");
    },
    asked: async (): Promise<Asked> => ({ status: await measure("status"), help: await run("--help") }),
    destroy: () => measure("destroy", "--yes"),
    trial: async () => partsOf(await measure("try", "--json")),
    remove: async () => {
      await removeStack(home);
      await rm(file, { force: true });
    },
    imageSource: async () => String(await readSetting(home.name, "imageSource", file)),
  };
}

/** It says when it begins to look at what serves; the parts after that it has measured itself. */
function partsOf({ marks, stdout }: Timing): Trial {
  const { seconds } = JSON.parse(stdout);
  const part = (length: number): Timing => ({ seconds: length, marks: [], stdout: "" });
  const serving = marks.find(({ line }) => /^(checking|looking at) it$/.test(line))?.at; // the second: 0.1.0 before its texts were edited
  if (serving === undefined) throw new Error("`try` did not tell that it checks the server: have its words changed?");
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

/** The overview is of all commands, and so of no stack. */
function chatkeep({ checkout }: Version, home: Home, words: readonly string[]): Promise<Timing> {
  const program = join(checkout, "bootstrap", "chatkeep.mjs");
  const stack = words.includes("--help") ? [] : ["--stack", home.name];
  return time(process.execPath, [program, ...words, ...stack], environmentOf(home));
}
