import { relayTo } from "./relay.ts";

// Runs in another network namespace, as `forward-inside.ts SOCKET PORT`: joins a socket in the file system, which every namespace
// reaches, to a port of that namespace's loopback address.
const [socket = "", port = ""] = process.argv.slice(2);
relayTo({ host: "127.0.0.1", port: Number(port) }).listen(socket);
