import type { Compared } from "./compare.ts";
import type { Figures, FrontFigures } from "./figures.ts";

/** One line of the comparison: chatkeep's figure, the bare counterpart's, and how many times better chatkeep is. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly bare: number;
  /** Above 1 ours is better, whether more or less of it is good. */
  readonly timesBetter: number;
  /** What is aimed at; null where the figure is only reported. */
  readonly aim: number | null;
}

interface Line {
  readonly what: string;
  readonly unit: string;
  readonly isMoreBetter?: boolean;
  readonly aim?: number;
}

const lines: Readonly<Record<keyof Figures, Line>> = {
  tenRoomsPerSecond: {
    what: "messages accepted, 8 senders in 10 rooms",
    unit: "messages/s",
    isMoreBetter: true,
    aim: 1.1,
  },
  oneRoomPerSecond: { what: "messages accepted, 8 senders in one room", unit: "messages/s", isMoreBetter: true },
  singleP50: { what: "sending, one sender, p50", unit: "ms" },
  singleP95: { what: "sending, one sender, p95", unit: "ms", aim: 1.1 },
  synapseMillisecondsPerMessage: { what: "processor time of Synapse a message (10 rooms)", unit: "ms" },
  postgresMillisecondsPerMessage: { what: "processor time of Postgres a message (10 rooms)", unit: "ms" },
  deliveryP50: { what: "delivery, 50 online, 1 message/s, p50", unit: "ms" },
  deliveryP95: { what: "delivery, 50 online, 1 message/s, p95", unit: "ms" },
  deliverySendP95: { what: "sending while 50 are online, p95", unit: "ms" },
  synapseMebibytes: { what: "memory of Synapse after the round", unit: "MiB" },
  postgresMebibytes: { what: "memory of Postgres after the round", unit: "MiB" },
};

/** The rows of a comparison: directly at Synapse's port, then ours through its proxy against the bare one without any. */
export function rowsOf(ours: Compared, bare: Compared): readonly Row[] {
  const names = Object.keys(lines) as (keyof Figures)[];
  const direct = names.map((name) => row(lines[name], ours.direct[name], bare.direct[name]));
  return [...direct, ...(ours.front === null ? [] : frontRows(ours.front, bare.direct))];
}

function frontRows(front: FrontFigures, bare: Figures): readonly Row[] {
  const names = ["tenRoomsPerSecond", "singleP50", "singleP95"] as const;
  return names.map((name) => {
    const { aim: _, ...line } = lines[name];
    return row({ ...line, what: `${line.what}, through our proxy` }, front[name], bare[name]);
  });
}

function row({ what, unit, isMoreBetter = false, aim }: Line, ours: number, bare: number): Row {
  return { what, unit, ours, bare, timesBetter: isMoreBetter ? ours / bare : bare / ours, aim: aim ?? null };
}

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const head = ["| | chatkeep | stock | times better | aim |", "|---|---|---|---|---|"];
  const body = rows.map(({ what, unit, ours, bare, timesBetter, aim }) => {
    const cells = [what, `${figure(ours)} ${unit}`, `${figure(bare)} ${unit}`, timesBetter.toFixed(2), aim ?? ""];
    return `| ${cells.join(" | ")} |`;
  });
  return [...head, ...body].join("\n");
}

function figure(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}
