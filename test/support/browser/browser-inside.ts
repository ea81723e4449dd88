import { relayTo } from "../network/relay.ts";

// Runs in a browser's own network namespace, as `browser-inside.ts PORT SOCKET`: joins a port of that namespace's loopback address
// to a socket in the file system, which every namespace reaches. It says so when it is ready, and ends with the process that started it.
const [port = "", socket = ""] = process.argv.slice(2);
relayTo({ path: socket }).listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
process.stdin.resume().once("end", () => process.exit());
