import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { constants } from "node:os";
import { listen } from "../protocol/listen.ts";
import { startWarm } from "./warm.ts";

/** Who answers a connection. */
type Answer = (socket: Socket) => void;

/**
 * Runs Pulumi with our language host and our Docker provider in this one process beside it, instead of the two of each that Pulumi starts
 * by itself, one after the other (`PULUMI_DEBUG_LANGUAGES`, `PULUMI_DEBUG_PROVIDERS`: pkg/resource/plugin, "GetLanguageAttachPort",
 * "GetProviderAttachPort"). They load while Pulumi does, and so does the program. Gives Pulumi's exit code.
 */
export async function runBeside(pulumi: string, args: readonly string[]): Promise<number> {
  const [language, docker] = [answeredBy(() => import("./language.ts")), answeredBy(() => import("./docker.ts"))];
  const [languagePort, dockerPort] = await Promise.all([listen(language.answer), listen(docker.answer)]);
  const attached = { PULUMI_DEBUG_LANGUAGES: `nodejs:${languagePort}`, PULUMI_DEBUG_PROVIDERS: `docker:${dockerPort}` };
  const child = spawn(pulumi, [...args], { stdio: "inherit", env: { ...process.env, ...attached } });
  const ended = endOf(child);
  if (runsProgram(args)) {
    startWarm();
    await language.load();
  }
  await docker.load();
  return ended;
}

/** Whatever is connected meanwhile waits for what answers to be loaded. A connection has an answer of its own, as it would from a process of its own. */
function answeredBy(part: () => Promise<{ readonly answerNew: () => Answer }>) {
  let loading: Promise<() => Answer> | null = null;
  const load = () => {
    loading ??= part().then(({ answerNew }) => answerNew);
    return loading;
  };
  return { load, answer: (socket: Socket) => void load().then((answerNew) => answerNew()(socket)) };
}

/** A refresh or destruction runs it only where it is told to. */
function runsProgram(args: readonly string[]): boolean {
  return args[0] === "preview" || args[0] === "up" || args.includes("--run-program");
}

/** A signal to stop is meant for Pulumi. */
async function endOf(child: ChildProcess): Promise<number> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, "exit")) as [number, null] | [null, NodeJS.Signals];
  return code ?? 128 + constants.signals[signal];
}
