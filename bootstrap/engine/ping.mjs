import { createRequire } from "node:module";

/** An `import` of it would load what it has for WebSockets as well, 25 ms at every start. */
const { request } = createRequire(import.meta.url)("node:http");

const ANSWER_WITHIN = 3_000;

/** Asks an engine `GET /_ping` (Engine API, "Ping"): `answers`, `denied` when the socket is not ours to open, else `silent`. */
export function ping(target) {
  return new Promise((resolve) => {
    const question = request({ ...target, path: "/_ping", timeout: ANSWER_WITHIN, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? "answers" : "silent");
    });
    question.on("timeout", () => question.destroy());
    question.on("error", (error) => resolve(error.code === "EACCES" ? "denied" : "silent"));
    question.end();
  });
}
