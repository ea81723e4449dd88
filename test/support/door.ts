import { connect, createServer } from "node:net";

// Runs in another network namespace: `node door.ts SOCKET PORT` joins a socket in the file system, which every namespace
// reaches, to a port of that namespace's loopback address, as a published port is reached on a machine of its own.
const [socket = "", port = ""] = process.argv.slice(2);
createServer({ allowHalfOpen: true }, (outside) => {
  const inside = connect({ host: "127.0.0.1", port: Number(port), allowHalfOpen: true });
  const end = () => [inside, outside].forEach((each) => void each.destroy());
  for (const each of [inside, outside]) each.once("error", end);
  outside.pipe(inside).pipe(outside);
}).listen(socket);
