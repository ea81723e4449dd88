import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** An engine that has what a test says, and counts what it is asked. */
export interface MadeUpEngine extends AsyncDisposable {
  /** As DOCKER_HOST has it. */
  readonly address: string;
  /** Each request with its body, as `GET /info`, in the order in which they came. */
  readonly asked: readonly string[];
}

/** What it answers to, by the beginning of the path; to all else it says that there is no such thing. */
export type Answers = Readonly<Record<string, unknown>>;

/** Starts one at a socket of that path. */
export async function startMadeUpEngine(path: string, answers: Answers): Promise<MadeUpEngine> {
  const asked: string[] = [];
  const longestFirst = Object.keys(answers).toSorted((one, other) => other.length - one.length);
  const server = createServer(async (request, response) => {
    const { method, url = "" } = request;
    asked.push(`${method} ${decodeURIComponent(url)} ${await text(request)}`.trim());
    const known = longestFirst.find((beginning) => url.startsWith(beginning));
    response.writeHead(known === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(known === undefined ? { message: "no such thing" } : answers[known]));
  });
  await once(server.listen(path), "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `unix://${path}`, asked, [Symbol.asyncDispose]: close };
}
