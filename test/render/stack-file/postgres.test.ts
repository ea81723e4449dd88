import { expect, it } from "vitest";
import { withPostgres } from "../../../src/render/stack-file/stack-file.ts";

const file = (line: string) => `config:\n  chatkeep:serverName: acme.example # ours\n${line}`;

it("a stack file for another Postgres is the same but for that one value", () => {
  expect(withPostgres(file('  chatkeep:postgresVersion: "15"\n'), 17)).toBe(file('  chatkeep:postgresVersion: "17"\n'));
  expect(withPostgres(file("  chatkeep:postgresVersion: 15\n"), 17)).toBe(file('  chatkeep:postgresVersion: "17"\n'));
  expect(withPostgres(file(""), 15)).toBe(file('  chatkeep:postgresVersion: "15"\n'));
});

it.each(["  chatkeep:postgresVersion: 17\n", '  chatkeep:postgresVersion: "17"\n', ""])(
  "a stack file for that Postgres stays as it is: %j",
  (line) => {
    expect(withPostgres(file(line), 17)).toBe(file(line));
  },
);
