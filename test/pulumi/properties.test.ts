import { beforeAll, describe, expect, it } from "vitest";
import { usedProperties } from "../../airgap/docker/conformance.ts";
import { isRecord, type Properties } from "../../airgap/table/plain.ts";
import { pathsOf } from "../support/property-paths.ts";
import { declare } from "./declare.ts";

/** Settings under which the program writes all that it ever writes. */
const settings = [{}, { ports: { http: "off" }, imageSource: "local" }];

describe("the table of properties that the program uses", () => {
  let used: ReadonlyMap<string, readonly string[]> = new Map();
  beforeAll(async () => {
    const stacks = [];
    for (const each of settings) stacks.push(...(await declare(each)));
    const resources = stacks.filter(({ type }) => type.startsWith("docker:"));
    const kinds = Map.groupBy(resources, ({ type }) => type.replace("docker:index/", ""));
    used = new Map([...kinds].map(([kind, made]) => [kind, namesIn(made.map(({ inputs }) => inputs))]));
  });

  it("has no other kinds of resource than the program declares", () => {
    expect([...used.keys()].toSorted()).toEqual(Object.keys(usedProperties).toSorted());
  });

  it.each(Object.entries(usedProperties))("has a row for each property of a %s, and no more", (kind, rows) => {
    expect(used.get(kind)).toEqual(Object.keys(rows).toSorted());
  });
});

function namesIn(inputs: readonly Properties[]): readonly string[] {
  return [...new Set(inputs.map(withoutMarks).flatMap(pathsOf))].toSorted();
}

/** A secret travels in an object with this key (pulumi/sdk/go/common/resource, SigKey). */
const secretMark = "4dabf18193072939515e22adb298388d";

function withoutMarks(inputs: Properties): Properties {
  return JSON.parse(JSON.stringify(inputs), (_, value) =>
    isRecord(value) && secretMark in value ? value.value : value,
  );
}
