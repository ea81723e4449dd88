import { findLogged, followAll, type Print, printLast } from "../../actions/running/logs.ts";
import type { StackOptions } from "../../actions/session.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { SettingsError } from "../../errors.ts";
import { beginSession } from "../session.ts";
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
  const logged = await findLogged(session, service);
  const count = logged.containers.length;
  if (count === 0) session.terminal.note(whyNoContainer(service, (await settledStack(session)).plan));
  const print = printerFor(session.terminal.result, options.json, count > 1);
  if (options.follow) await followAll(logged, options.lines, print);
  else await printLast(logged, options.lines, print);
  return count === 0 ? 1 : 0;
}

function checkService(service: string | undefined): void {
  if (service === undefined || loggedServices().some((known) => known === service)) return;
  const write = `Write ${namesOfServices()}.`;
  throw new SettingsError([
    { file: null, line: null, key: "SERVICE", found: `there is no service \`${service}\``, write },
  ]);
}

function printerFor(result: (text: string) => void, json: boolean, named: boolean): Print {
  if (json) return (service, line) => result(JSON.stringify({ version: 1, service, line }));
  return (service, line) => result(named ? `${service.padEnd(11)} ${line}` : line);
}
