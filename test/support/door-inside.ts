import { connect, createServer } from "node:net";

// Runs in another network namespace, as `door-inside.ts SOCKET PORT`: joins a socket in the file system, which every namespace
// reaches, to a port of that namespace's loopback address.
const [socket = "", port = ""] = process.argv.slice(2);
createServer({ allowHalfOpen: true }, (outer) => {
  const inner = connect({ host: "127.0.0.1", port: Number(port), allowHalfOpen: true });
  const end = () => void [inner, outer].map((each) => each.destroy());
  for (const each of [inner, outer]) each.once("error", end).once("close", end);
  outer.pipe(inner).pipe(outer);
}).listen(socket);
