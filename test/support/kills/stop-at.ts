import childProcess from "node:child_process";
import promises from "node:fs/promises";
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { StopPoint } from "./moments.ts";

// Loaded into the command line by `node --import`: it stops its own process (SIGSTOP) at one chosen call, so that the blow
// falls exactly there, however slow the machine is.
const point: StopPoint = JSON.parse(process.env.CHATKEEP_TEST_STOP ?? "{}");
const { appendFile, rename } = promises;
const { spawn } = childProcess;
const { request } = http;
let seen = 0;

function stopAt(call: StopPoint["call"], about: string): void {
  if (call !== point.call || !about.includes(point.about)) return;
  seen += 1;
  if (seen === (point.occurrence ?? 1)) process.kill(process.pid, "SIGSTOP");
}

Object.assign(promises, {
  appendFile: (...call: Parameters<typeof appendFile>) => {
    stopAt("append", String(call[1]));
    return appendFile(...call);
  },
  rename: (...call: Parameters<typeof rename>) => {
    stopAt("rename", `${call[1]}$`);
    return rename(...call);
  },
});
Object.assign(http, {
  request: (...call: Parameters<typeof request>) => {
    const { method, path } = call[0] as { readonly method?: string; readonly path?: string };
    stopAt("request", `${method} ${path}`);
    return request(...call);
  },
});
Object.assign(childProcess, {
  spawn: (...call: Parameters<typeof spawn>) => {
    const child = spawn(...call);
    stopAt("spawn", call[1].join(" "));
    return child;
  },
});
syncBuiltinESMExports();
