import { parseArgs } from "node:util";
import { tableOf } from "./messages/rows.ts";
import { measureMessages, shortComparison } from "./messages.ts";

// `node bench/messages-alone.ts --rounds 3`: the comparison of messages alone, and its table.
const { values } = parseArgs({ options: { rounds: { type: "string", default: `${shortComparison.rounds}` } } });

const begin = performance.now();
const rounds = Number(values.rounds);
const rows = await measureMessages({ ...shortComparison, rounds, say: (line) => console.error(line) });
const seconds = (performance.now() - begin) / 1_000;
const { user, system } = process.cpuUsage();
console.log(tableOf(rows));
console.log(
  `\nThis took ${seconds.toFixed(0)} s; the load itself used ${((user + system) / 1e6).toFixed(1)} s of a processor.`,
);
