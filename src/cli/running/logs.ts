import { reachEngine } from "../../actions/stack/engine.ts";
import { refuseToLook } from "../../actions/stack/ownership.ts";
import { beginSession, type StackOptions } from "../../actions/stack/session.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { SpecError } from "../../errors.ts";
import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { loggedServices, namesOfServices, whyNoContainer } from "./logged-services.ts";

/** How `logs` is called. */
export interface LogsOptions extends StackOptions {
  readonly follow: boolean;
  readonly lines: number;
}

/** Prints the last lines of one service's log, or of all; follows them until Ctrl-C where asked to. */
export async function logs(service: string | undefined, options: LogsOptions): Promise<number> {
  const session = beginSession("logs", options);
  checkService(service);
  const reached = await reachEngine(session);
  await refuseToLook(session, reached);
  const { stack: engine } = reached;
  const found = (await engine.observe()).containers.filter(({ role }) => service === undefined || role === service);
  if (found.length === 0) session.terminal.note(whyNoContainer(service, (await settledStack(session)).plan));
  const print = printerFor(session.terminal.result, options.json, found.length > 1);
  if (options.follow) await followAll(engine, found, options.lines, print);
  else await printAll(engine, found, options.lines, print);
  return found.length === 0 ? 1 : 0;
}

type Print = (service: string, line: string) => void;

function checkService(service: string | undefined): void {
  if (service === undefined || loggedServices.some((known) => known === service)) return;
  const write = `Write ${namesOfServices}.`;
  throw new SpecError([{ file: null, line: null, key: "SERVICE", found: `there is no service \`${service}\``, write }]);
}

function printerFor(result: (text: string) => void, json: boolean, named: boolean): Print {
  if (json) return (service, line) => result(JSON.stringify({ version: 1, service, line }));
  return (service, line) => result(named ? `${service.padEnd(11)} ${line}` : line);
}

async function printAll(engine: StackEngine, containers: readonly ObservedContainer[], count: number, print: Print) {
  for (const { id, role } of containers) {
    for (const line of await engine.lastLogLines(id, count)) print(role, line);
  }
}

async function followAll(engine: StackEngine, containers: readonly ObservedContainer[], lines: number, print: Print) {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  await Promise.all(
    containers.map(({ id, role }) => engine.followLog(id, { lines, signal: stop.signal }, (line) => print(role, line))),
  );
}
