import { tableOf } from "./messages/rows.ts";
import { measureMessages, shortComparison } from "./messages.ts";

/** Runs the comparison of messages alone and prints its table. */
const begin = performance.now();
const rows = await measureMessages({ ...shortComparison, say: (line) => console.error(line) });
const seconds = (performance.now() - begin) / 1_000;
const cores = (process.cpuUsage().user + process.cpuUsage().system) / 1e6 / seconds;
console.log(tableOf(rows));
console.log(`\nThis took ${seconds.toFixed(0)} s; the load itself used ${cores.toFixed(2)} of a core on average.`);
