import { parseArgs } from "node:util";
import { pluginsHere } from "./deploying/chatkeep.ts";
import { profilesOf } from "./deploying/profile.ts";
import { rowsOf, showProfile, showRows } from "./deploying/table.ts";
import { measureDeploying } from "./deploying.ts";
import { tableOf } from "./messages/rows.ts";
import { measureMessages, shortComparison } from "./messages.ts";

/** `npm run bench -- --rounds 3 --profile --json`: figures beside a bare counterpart's, all from one run. `--only` names one part. */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const say = (text: string) => void process.stderr.write(`${text}\n`);
const wants = (part: string) => values.only === "" || values.only === part;
const plugins = pluginsHere();

const samples = wants("deploying") ? await measureDeploying({ rounds: Number(values.rounds), plugins, say }) : [];
const deploying = samples.length === 0 ? [] : rowsOf(samples);
const profiles = values.profile ? profilesOf(samples) : [];
const messages = wants("messages") ? await measureMessages({ ...shortComparison, say }) : [];

if (values.json) console.log(JSON.stringify({ version: 1, deploying, profiles, messages }, null, 2));
else console.log(tables().join("\n\n"));

function tables(): readonly string[] {
  return [
    ...(deploying.length === 0 ? [] : [showRows(deploying)]),
    ...profiles.map(showProfile),
    ...(messages.length === 0 ? [] : [tableOf(messages)]),
  ];
}
