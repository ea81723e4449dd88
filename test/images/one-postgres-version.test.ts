import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFolder } from "../../src/io/machine/program-files.ts";
import { postgresVersions } from "../../src/kinds/postgres-version.ts";

/** The list of majors, and what is made of each. */
const places = ["src/kinds/postgres-version.ts", "src/plan/images/versions.ts"];

/** A major after a word for Postgres: `postgresql/17/bin`, `postgresql-17`, `postgres:17.12`, `PG_MAJOR=17`, `postgresVersion: 17`. */
const named = new RegExp(
  `(postgres(ql)?|pg_?major|postgresVersion)["')]*[-/:@=_. ]*["'\`]?(${postgresVersions.join("|")})\\b`,
  "i",
);

describe("Postgres's major version", () => {
  it("is named by no program, template or recipe but the list of versions: all others find it in the image or the plan", () => {
    const files = ["images", "templates", "src"].flatMap((folder) => filesIn(folder));
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) => (places.includes(file) ? [] : strayIn(file)));
    expect(found).toEqual([]);
  });

  it.each([
    "export PATH=/usr/lib/postgresql/17/bin:$PATH",
    'apt-get install -y "postgresql-15"',
    "FROM docker.io/library/postgres:17.12-trixie",
    "ENV PG_MAJOR=17",
    "postgresVersion: 15",
    'const image = "chatkeep/postgres:17.12-r2";',
  ])("would be found in `%s`", (line) => {
    expect(named.test(line)).toBe(true);
  });

  it.each(['{ postgres: "999" }', "postgres:999", "const { postgres } = sizing; // 17", "postgres:17432"])(
    "is not in `%s`",
    (line) => {
      expect(named.test(line)).toBe(false);
    },
  );
});

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(join(packageFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(packageFolder.length).replace(/^\//, ""));
}

function strayIn(file: string): readonly string[] {
  const lines = readFileSync(join(packageFolder, file), "utf8").split("\n");
  return lines.flatMap((line, index) => (named.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}
