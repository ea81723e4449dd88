import { describe, expect, it } from "vitest";
import { list, record, set } from "../../airgap/table/compound.ts";
import { type Plain, unknown } from "../../airgap/table/plain.ts";
import { flag, map, type Shape, text, whole } from "../../airgap/table/shape.ts";

const mode = text({ pattern: /^0[0-7]{3}$/, like: 'a mode such as "0400"' });
const file = record({ path: text({ required: true }), mode, hidden: flag() }, ({ path }) =>
  path === "/" ? "not the root" : null,
);

function findings<Value>(shape: Shape<Value>, written: Plain): readonly string[] {
  const found: string[] = [];
  shape.check(written, "it", (path, wrong) => found.push(`${path}: ${wrong}`));
  return found;
}

describe("what a property may hold", () => {
  it.each([
    [text(), 5, "5"],
    [text(), true, "true"],
    [whole(), "64", 64],
    [flag(), "true", true],
    [map(), { size: 5 }, { size: "5" }],
  ])("is brought to its type, as Terraform does", (shape: Shape<unknown>, written, expected) => {
    expect(shape.check(written, "it", () => {})).toEqual(expected);
  });

  it.each([
    [text(), [], "it: expected text, found a list"],
    [mode, "400", 'it: expected a mode such as "0400", found a string that is not'],
    [whole(), "many", "it: expected a whole number of at least 0, found a string that is not"],
    [whole({ least: -1 }), -2, "it: expected a whole number of at least -1, found a number that is not"],
    [flag(), "perhaps", "it: expected true or false, found a string that is not"],
    [map(), "a=b", "it: expected names with texts, found a string that is not"],
    [list(text()), "one", "it: expected a list, found a string that is not"],
    [list(whole()), [1, "two"], "it[1]: expected a whole number of at least 0, found a string that is not"],
    [set(file), [{ path: "/a", colour: "red" }], "it[0].colour: not known here. Known names: path, mode, hidden"],
    [file, {}, "it.path: missing. Write it"],
    [file, { path: "/" }, "it: not the root"],
  ])("is refused with its path and what was expected", (shape: Shape<unknown>, written, finding) => {
    expect(findings(shape, written)).toEqual([finding]);
  });

  it.each([text(), whole(), flag(), map(), list(text()), file])(
    "may be unknown before the first deployment",
    (shape) => {
      expect(findings(shape as Shape<unknown>, unknown)).toEqual([]);
    },
  );

  it("never quotes what was found: it may be a secret", () => {
    expect(findings(mode, "my passphrase").join()).not.toContain("passphrase");
  });

  it("is read with everything absent filled in, and a set in one order", () => {
    expect(file.read({ path: "/a" })).toEqual({ path: "/a", mode: "", hidden: false });
    expect(set(text()).read(["b", "a"])).toEqual(set(text()).read(["a", "b"]));
    expect(map().read({ b: "2", a: "1", __defaults: [] })).toEqual({ a: "1", b: "2" });
  });
});
