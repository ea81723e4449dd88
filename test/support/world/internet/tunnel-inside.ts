import { connect, createServer } from "node:net";

// Runs in another network, as `tunnel-inside.ts SOCKET`: each connection to the socket names a host and a port on the first line,
// and is joined to that. The name is looked up here, by this network's own resolver.
const [socket = ""] = process.argv.slice(2);
createServer({ allowHalfOpen: true }, (outer) => {
  outer.once("data", (first) => {
    const end = first.indexOf("\n");
    const [host = "", port = ""] = first.subarray(0, end).toString().split(" ");
    const inner = connect({ host, port: Number(port), allowHalfOpen: true });
    const close = () => void [inner, outer].map((each) => each.destroy());
    for (const each of [inner, outer]) each.once("error", close).once("close", close);
    outer.pause().unshift(first.subarray(end + 1));
    outer.pipe(inner).pipe(outer);
  });
}).listen(socket, () => process.stdout.write("open\n"));
process.stdin.once("end", () => process.exit()).resume();
