import { describe, expect, it } from "vitest";
import { hearReport } from "../../../src/io/pulumi/report.ts";

const line = (sequence: number, event: object) => JSON.stringify({ sequence, timestamp: 1, ...event });
const begun = (op: string) => ({
  resourcePreEvent: { metadata: { op, urn: "u::a", type: "t", new: null }, planning: true },
});
const summary = { summaryEvent: { resourceChanges: { same: 18, replace: 1, update: 1 } } };
const report = [
  line(0, { preludeEvent: {} }),
  line(4, begun("replace")),
  line(9, begun("update")),
  line(10, summary),
  line(11, { cancelEvent: {} }),
];

function hear(lines: readonly string[]) {
  const kinds: string[] = [];
  const heard = hearReport(({ kind }) => void kinds.push(kind));
  for (const each of lines) heard.hear(each);
  return { kinds, isWhole: heard.isWhole() };
}

describe("a report of Pulumi", () => {
  it("is whole with its summary, and with what is no event between its lines", () => {
    expect(hear(report)).toEqual({ kinds: ["begun", "begun", "ended"], isWhole: true });
    expect(hear(["warning: something", ...report, ""])).toMatchObject({ isWhole: true });
  });

  it("that says nothing is none, and no whole one", () => {
    const heard = hearReport(() => undefined);
    expect([heard.isEmpty(), heard.isWhole()]).toEqual([true, false]);
    heard.hear("{");
    expect(heard.isEmpty()).toBe(false);
  });

  it("is whole where it says more than its summary counts", () => {
    const [prelude = "", ...rest] = report;
    expect(hear([prelude, line(1, begun("create")), ...rest])).toMatchObject({ isWhole: true });
  });

  it.each([1, 2, 3])("is not where line %i of it is lost", (lost) => {
    expect(hear(report.filter((_, index) => index !== lost))).toMatchObject({ isWhole: false });
  });

  it("is not where it ends too early, or has a line that was cut", () => {
    for (let count = 0; count < 4; count += 1) expect(hear(report.slice(0, count))).toMatchObject({ isWhole: false });
    const [prelude = "", first = "", second = "", ...rest] = report;
    expect(hear([`${prelude.slice(0, 20)}${first}`, second, ...rest])).toMatchObject({ isWhole: false });
    expect(hear([prelude, first, second, ...rest, second.slice(0, 20)])).toMatchObject({ isWhole: false });
  });
});
