import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";

// Runs in a world's network, as `gateway-inside.ts ADDRESS CERTIFICATE KEY`: a push gateway (Matrix push gateway API). What it is
// told is printed, a line each.
const [address = "", certificate = "", key = ""] = process.argv.slice(2);
createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, async (request, response) => {
  const told = await text(request);
  if (request.url === "/_matrix/push/v1/notify") process.stdout.write(`${told}\n`);
  response.setHeader("content-type", "application/json").end(JSON.stringify({ rejected: [] }));
}).listen(443, address, () => process.stdout.write("open\n"));
process.stdin.once("end", () => process.exit()).resume();
