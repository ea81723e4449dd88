import { describe, expect, it } from "vitest";
import { missingPostgres } from "../../../src/actions/stack/sources.ts";
import { newestPostgres } from "../../../src/kinds/postgres-version.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";

const name = { serverName: "acme.example" };

describe("the Postgres that the first `up` writes down", () => {
  it("is the newest for a new server, and that of the data where there is some already", () => {
    expect(missingPostgres(plainSettings(name), null)).toEqual({ postgresVersion: newestPostgres });
    expect(missingPostgres(plainSettings(name), 15)).toEqual({ postgresVersion: 15 });
  });

  it("is none where the settings name one, or were brought up before", () => {
    expect(missingPostgres(plainSettings({ ...name, postgresVersion: 15 }), null)).toEqual({});
    expect(missingPostgres(plainSettings({ ...name, masterKey: { secure: "v1:a" } }), null)).toEqual({});
  });
});
