import { describe, expect, it } from "vitest";
import type { Compared } from "../../bench/messages/compare.ts";
import { type Figures, medians } from "../../bench/messages/figures.ts";
import { inTurns } from "../../bench/messages/in-turns.ts";
import { isOnOwnNetwork } from "../../bench/messages/own-address.ts";
import { rowsOf, tableOf } from "../../bench/messages/rows.ts";
import { median, percentile } from "../../bench/messages/statistics.ts";

describe("percentiles", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it("are values that were measured, by nearest rank", () => {
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile([1, 2, 3], 0.5)).toBe(2);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([10, 9], 0)).toBe(9);
  });

  it("sort as numbers and leave the values as they were", () => {
    const values = [10, 9, 100];
    expect(percentile(values, 1)).toBe(100);
    expect(values).toEqual([10, 9, 100]);
  });

  it("of nothing are an error", () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });

  it("halve the gap for the median of an even count", () => {
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });
});

describe("work by turns", () => {
  it("gives results in the items' order, whichever is done first, and keeps to the number at once", async () => {
    let running = 0;
    let most = 0;
    const double = async (item: number) => {
      most = Math.max(most, ++running);
      for (let wait = 0; wait < item; wait++) await Promise.resolve();
      running--;
      return item * 2;
    };
    expect(await inTurns([40, 1, 20, 2, 3], 2, double)).toEqual([80, 2, 40, 4, 6]);
    expect(most).toBe(2);
  });
});

describe("the rows of a comparison", () => {
  const direct: Figures = {
    tenRoomsPerSecond: 55,
    oneRoomPerSecond: 60,
    singleP50: 20,
    singleP95: 40,
    synapseMillisecondsPerMessage: 15,
    postgresMillisecondsPerMessage: 10,
    deliveryP50: 300,
    deliveryP95: 400,
    deliverySendP95: 100,
    synapseMebibytes: 200,
    postgresMebibytes: 150,
  };
  const ours: Compared = { name: "ours", direct, front: { tenRoomsPerSecond: 50, singleP50: 25, singleP95: 50 } };
  const bare: Compared = { name: "bare", direct: { ...direct, tenRoomsPerSecond: 50, singleP95: 60 }, front: null };
  const rows = rowsOf(ours, bare);
  const rowNamed = (what: string) => rows.find((row) => row.what === what);

  it("count up what is better when there is more of it, and down what is better when there is less", () => {
    expect(rowNamed("messages accepted, 8 senders in 10 rooms")).toMatchObject({ timesBetter: 1.1, aim: 1.1 });
    expect(rowNamed("sending, one sender, p95")).toMatchObject({ ours: 40, bare: 60, timesBetter: 1.5, aim: 1.1 });
  });

  it("hold the way through the proxy against the bare server without one, and aim at nothing there", () => {
    const what = "sending, one sender, p95, through our proxy";
    expect(rowNamed(what)).toMatchObject({ ours: 50, bare: 60, timesBetter: 1.2, aim: null });
  });

  it("take the middle of the rounds, figure by figure", () => {
    const rounds = [3, 1, 2].map((singleP50) => ({ ...direct, singleP50, singleP95: 10 * singleP50 }));
    expect(medians(rounds)).toEqual({ ...direct, singleP50: 2, singleP95: 20 });
  });

  it("make a table with a line each", () => {
    const table = tableOf(rows).split("\n");
    expect(table).toHaveLength(rows.length + 2);
    expect(table[2]).toBe(
      "| messages accepted, 8 senders in 10 rooms | 55.0 messages/s | 50.0 messages/s | 1.10 | 1.1 |",
    );
  });
});

describe("a container's address", () => {
  it("is spoken to only on a network that this machine has a bridge to", () => {
    const bridges = ["172.17.0.1/16", "192.168.16.1/20"];
    expect(isOnOwnNetwork("192.168.31.7", bridges)).toBe(true);
    expect(isOnOwnNetwork("192.168.32.7", bridges)).toBe(false);
    expect(isOnOwnNetwork("192.168.31.7", [])).toBe(false);
  });
});
