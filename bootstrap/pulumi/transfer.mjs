// Fetches one file, or only asks whether it is there: `probe URL SECONDS` | `get URL FILE`. Run by a Node that knows --use-system-ca.
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

const MEGABYTE = 1_000_000;
const [verb, url, argument] = process.argv.slice(2);

if (verb === "probe") await probe(Number(argument) * 1000);
else await get(argument);

async function probe(milliseconds) {
  const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(milliseconds) });
  process.exit(answer.ok ? 0 : 1);
}

async function get(path) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), counter(), createWriteStream(path));
}

function counter() {
  let [seen, told] = [0, 0];
  return new Transform({
    transform(chunk, _encoding, done) {
      seen += chunk.length;
      if (seen - told > MEGABYTE) {
        told = seen;
        console.log(`${Math.round(seen / MEGABYTE)} MB`);
      }
      done(null, chunk);
    },
  });
}
