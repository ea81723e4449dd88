import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { findProgram, isSameFile } from "./machine/find-program.mjs";

/** The environment everything is run with: the chosen Node is the `node` that Pulumi finds, and the engine's address is known. */
export function childEnvironment(environment, { node, engine, cache }) {
  const first = findProgram("node", environment.PATH);
  const isFirst = first !== null && isSameFile(first, node.path);
  return {
    ...environment,
    ...(isFirst ? {} : { PATH: [dirname(node.path), environment.PATH].filter(Boolean).join(":") }),
    ...(engine === null || engine === "unix:///var/run/docker.sock" ? {} : { DOCKER_HOST: engine }),
    NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE ?? join(cache, "node-compile-cache"),
  };
}

/** Runs the program in our place: its output, its exit code, and the signals meant for it. */
export function launch(node, program, args, environment) {
  const child = spawn(node.path, [program, ...args], { stdio: "inherit", env: environment });
  // On a terminal Ctrl-C reaches the child by itself; passing it on would be a second one.
  const pass = (signal) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
