import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definitions } from "../../src/settings/definitions.ts";
import { stackFileSchema, stackFileSchemaText } from "../../src/settings/schema.ts";
import { badSettings } from "./bad/all.ts";
import { fileOf } from "./bad/case.ts";
import { goodSettings } from "./good-settings.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(stackFileSchema());

/** A file as an editor sees it. */
function isValid(text: string): boolean {
  return validate(parse(text));
}

describe("the schema of stack files", () => {
  it("describes every setting", () => {
    const { properties } = JSON.parse(stackFileSchemaText()).properties.config;
    for (const key of Object.keys(definitions)) {
      expect(properties[`chatkeep:${key}`].description, key).toMatch(/\.$/);
    }
    expect(properties["chatkeep:memory"]).toMatchObject({ default: "2 GiB", examples: ["2 GiB", "8 GiB"] });
  });

  it.each(goodSettings)("accepts what the parser accepts: $title", ({ text }) => {
    expect(isValid(text), JSON.stringify(validate.errors)).toBe(true);
  });

  const checkable = badSettings.filter((bad) => bad.schema !== undefined);
  it.each(checkable.map((bad, index) => [`${index}. ${bad.kind}`, bad] as const))("%s", (_, bad) => {
    expect([isValid(fileOf(bad)) ? "accepts" : "refuses", bad.text]).toEqual([bad.schema, bad.text]);
  });
});
