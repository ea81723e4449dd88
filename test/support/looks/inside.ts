import { subscribe } from "node:diagnostics_channel";
import { promises, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

// Loaded into a command before it begins: notes each file that it reads and each request that it makes, and writes them down at its end.
const into = process.env.CHATKEEP_TEST_LOOKS;
if (into !== undefined && process.argv[1]?.endsWith("/src/cli.ts")) {
  const looks: string[] = [];
  const { readFile } = promises;
  Object.assign(promises, {
    readFile: (...words: Parameters<typeof readFile>) => {
      looks.push(`read ${words[0]}`);
      return readFile(...words);
    },
  });
  syncBuiltinESMExports();
  subscribe("http.client.request.start", (message) => looks.push(requestIn(message)));
  process.on("exit", () => writeFileSync(into, looks.join("\n")));
}

/** The request of such a message (Node docs, "Built-in channels"). */
function requestIn(message: unknown): string {
  if (typeof message !== "object" || message === null || !("request" in message)) return "";
  const { request } = message;
  if (typeof request !== "object" || request === null || !("method" in request && "path" in request)) return "";
  return `${request.method} ${decodeURIComponent(String(request.path))}`;
}
