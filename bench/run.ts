import { parseArgs } from "node:util";
import { backupTable } from "./backup/figures.ts";
import { measureBackup } from "./backup.ts";
import { showBeforeAndNow } from "./deploying/before-and-now.ts";
import { profilesOf } from "./deploying/profile.ts";
import { rowsOf, showProfile, showRows } from "./deploying/table.ts";
import { versionsHere } from "./deploying/version.ts";
import { measureDeploying } from "./deploying.ts";
import { exportTable, measureExport } from "./export.ts";
import { tableOf } from "./messages/rows.ts";
import { measureMessages, shortComparison } from "./messages.ts";
import { teamTable } from "./team/figures.ts";
import { measureTeam, shortTeam } from "./team.ts";

/** `npm run bench -- --rounds 3 --profile --json`: figures beside a bare counterpart's, all from one run. `--only` names one part, `--before` the checkout of another version. */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
    before: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const say = (text: string) => void process.stderr.write(`${text}\n`);
const wants = (part: string) => values.only === "" || values.only === part;
const versions = versionsHere(values.before);

const samples = wants("deploying") ? await measureDeploying({ rounds: Number(values.rounds), versions, say }) : [];
const deploying = samples.length === 0 ? [] : rowsOf(samples);
const profiles = values.profile ? profilesOf(samples) : [];
const messages = wants("messages") ? await measureMessages({ ...shortComparison, say }) : [];
const exporting = wants("export") ? await measureExport({ events: 10_000, rounds: 2, say }) : null;
const team = wants("team") ? await measureTeam({ ...shortTeam, say }) : null;
const backup = wants("backup") ? await measureBackup({ events: 100_000, mediaMebibytes: 1_024, say }) : null;

if (values.json)
  console.log(JSON.stringify({ version: 1, deploying, profiles, messages, exporting, team, backup }, null, 2));
else console.log(tables().join("\n\n"));

function tables(): readonly string[] {
  return [
    ...(samples.length === 0 || values.before === undefined ? [] : [showBeforeAndNow(samples)]),
    ...(deploying.length === 0 ? [] : [showRows(deploying)]),
    ...profiles.map(showProfile),
    ...(messages.length === 0 ? [] : [tableOf(messages)]),
    ...(exporting === null ? [] : [exportTable(exporting)]),
    ...(team === null ? [] : [teamTable(team)]),
    ...(backup === null ? [] : [backupTable(backup)]),
  ];
}
