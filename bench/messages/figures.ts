import { median } from "./statistics.ts";

/** What one round on one server came to. */
export interface Figures {
  readonly tenRoomsPerSecond: number;
  readonly oneRoomPerSecond: number;
  readonly singleP50: number;
  readonly singleP95: number;
  readonly synapseMillisecondsPerMessage: number;
  readonly postgresMillisecondsPerMessage: number;
  readonly deliveryP50: number;
  readonly deliveryP95: number;
  readonly deliverySendP95: number;
  readonly synapseMebibytes: number;
  readonly postgresMebibytes: number;
}

/** What one round through the proxy came to. */
export type FrontFigures = Pick<Figures, "tenRoomsPerSecond" | "singleP50" | "singleP95">;

/** Each figure's median over the rounds. */
export function medians<Kind extends object>(rounds: readonly Kind[]): Kind {
  const [first] = rounds;
  if (first === undefined) throw new RangeError("There are no medians of no rounds.");
  const entries = Object.keys(first).map((key) => [
    key,
    median(rounds.map((round) => Number(Reflect.get(round, key)))),
  ]);
  return { ...first, ...Object.fromEntries(entries) };
}
