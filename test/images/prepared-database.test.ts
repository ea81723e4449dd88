import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFolder } from "../../src/io/machine/program-files.ts";
import { type PostgresVersion, postgresVersions } from "../../src/kinds/postgres-version.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { preparedDatabase, preparedRecipe } from "../../src/plan/images/prepared-database.ts";
import { exampleSettings } from "../plan/example-settings.ts";

const recipe = ["templates/postgres/cluster.sh", "src/io/images/prepared-database.ts"];

describe("the prepared database", () => {
  it("is of the recipe that its revision stands for", () => {
    const hash = createHash("sha256");
    for (const path of recipe) hash.update(readFileSync(join(packageFolder, path)));
    const found = hash.digest("hex").slice(0, 16);
    const what = `${recipe.join(" or ")} changed: raise the revision in src/plan/images/prepared-database.ts and write digest: "${found}"`;
    expect(found, what).toBe(preparedRecipe.digest);
  });

  it("is what a throwaway stack's Postgres begins with, and never a real one's", () => {
    for (const imageSource of ["official", "local"] as const)
      for (const postgresVersion of postgresVersions) {
        const { image, postgres } = preparedDatabase({ imageSource, postgresVersion });
        const imageOf = (throwaway: boolean) =>
          decidePlan("it", exampleSettings({ throwaway, imageSource, postgresVersion })).services.postgres.image;
        expect([imageOf(true), imageOf(false)]).toEqual([image, postgres]);
      }
  });

  it("is another image for other versions of Postgres or Synapse", () => {
    const imageOf = (imageSource: "local" | "official", postgresVersion: PostgresVersion) =>
      preparedDatabase({ imageSource, postgresVersion }).image;
    expect(imageOf("local", 17)).toBe("chatkeep/prepared-postgres:17.12-r2_1.163.2-r2_5");
    expect(imageOf("local", 15)).toBe("chatkeep/prepared-postgres:15.20-r2_1.163.2-r2_5");
    expect(imageOf("official", 17)).toBe("chatkeep/prepared-postgres:17.12-trixie_v1.163.2_5");
    expect(imageOf("official", 15)).toBe("chatkeep/prepared-postgres:15.20-bookworm_v1.163.2_5");
  });
});
