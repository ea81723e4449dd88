import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import { settingsIfRead } from "../stack/settings.ts";
import { gatherSituation } from "../stack/situation.ts";
import { readWritten } from "../stack/written.ts";

/** Takes one line of one service. */
export type Print = (service: string, line: string) => void;

/** The containers whose logs are asked for, and the engine that has them. */
export interface Logged {
  readonly engine: StackEngine;
  readonly containers: readonly ObservedContainer[];
}

/** Finds the containers of one service, or of all. */
export async function findLogged(session: Session, service: string | undefined): Promise<Logged> {
  const reached = await reachEngine(session);
  const written = await readWritten(session);
  const found = { written, source: await settingsIfRead(written, session) };
  const { engine, ownership } = await gatherSituation(session, found, reached);
  refuseForeign(session, ownership);
  const { containers } = engine;
  return { engine: reached.stack, containers: containers.filter(({ role }) => [undefined, role].includes(service)) };
}

/** Prints the last lines of each. */
export async function printLast({ engine, containers }: Logged, count: number, print: Print): Promise<void> {
  for (const { id, role } of containers) {
    for (const line of await engine.lastLogLines(id, count)) print(role, line);
  }
}

/** Prints the last lines of each and all that follow, until the process is told to end. */
export async function followAll({ engine, containers }: Logged, lines: number, print: Print): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  await Promise.all(
    containers.map(({ id, role }) => engine.followLog(id, { lines, signal: stop.signal }, (line) => print(role, line))),
  );
}
