import { parseArgs } from "node:util";
import type { Plugins } from "./chatkeep.ts";
import { measureDeploying, type Sample } from "./deploying.ts";
import { profileOf } from "./profile.ts";
import { rowsOf, showRows, showTable } from "./table.ts";

// `npm run bench -- --rounds 3 --profile --json`: the figures of docs/performance.md, all from this one run.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const plugins = pluginsHere();
const say = (text: string) => void process.stderr.write(`${text}\n`);
const samples = await measureDeploying({ rounds: Number(values.rounds), plugins, say });
const rows = rowsOf(samples);
const profiles = values.profile ? profilesOf(samples) : [];
if (values.json) console.log(JSON.stringify({ version: 1, rows, profiles }, null, 2));
else console.log([showRows(rows), ...profiles.map(showProfile)].join("\n\n"));

/** The official plugins are measured where the variables that the tests know name them. */
function pluginsHere(): readonly Plugins[] {
  const { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host } = process.env;
  delete process.env.CHATKEEP_OFFICIAL_PROVIDER;
  delete process.env.CHATKEEP_OFFICIAL_LANGUAGE_HOST;
  const own: Plugins = { name: "own", environment: {} };
  if (!provider || !host) return [own];
  const environment = { CHATKEEP_OFFICIAL_PROVIDER: provider, CHATKEEP_OFFICIAL_LANGUAGE_HOST: host };
  return [own, { name: "official", environment }];
}

function profilesOf(all: readonly Sample[]) {
  const names = ["bare", ...plugins.map(({ name }) => name)];
  return names.map((name) => {
    const runs = all.filter(({ contestant, measure }) => contestant === name && measure === "first");
    const timings = runs.map(({ timing }) => timing);
    return { name, profile: profileOf(name === "bare" ? "bare" : "chatkeep", timings) };
  });
}

function showProfile({ name, profile }: ReturnType<typeof profilesOf>[number]): string {
  const lines = profile.map(({ what, seconds }) => [what, seconds.toFixed(2)]);
  return showTable([[name === "bare" ? "bare docker commands" : `first up, ${name} plugins`, "seconds"], ...lines]);
}
