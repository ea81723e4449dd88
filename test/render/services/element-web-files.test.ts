import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

describe("putting Element Web's files in place", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chatkeep-element-web-"));
    mkdirSync(join(folder, "app", "i18n"), { recursive: true });
    writeFileSync(join(folder, "app", "index.html"), "new", { mode: 0o600 });
    writeFileSync(join(folder, "app", "config.json"), "another server");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const place = (version: string) => {
    const script = join(packageFolder, "templates", "element-web", "place.sh");
    execFileSync("sh", [script, join(folder, "app"), join(folder, "web", version)]);
  };
  const old = (version: string, age: number) => {
    mkdirSync(join(folder, "web", version), { recursive: true });
    utimesSync(join(folder, "web", version), age, age);
  };

  it("leaves out the settings of the image and lets everyone read the rest", () => {
    place("2.0.0");
    expect(readdirSync(join(folder, "web", "2.0.0")).sort()).toEqual(["i18n", "index.html", "index.html.gz"]);
    expect(statSync(join(folder, "web", "2.0.0", "index.html")).mode & 0o777).toBe(0o644);
    expect(statSync(join(folder, "web", "2.0.0", "index.html.gz")).mode & 0o777).toBe(0o644);
  });

  it("compresses what the proxy serves, also where an older release left it as it was", () => {
    mkdirSync(join(folder, "web", "2.0.0"), { recursive: true });
    writeFileSync(join(folder, "web", "2.0.0", "index.html"), "there already");
    place("2.0.0");
    expect(gunzipSync(readFileSync(join(folder, "web", "2.0.0", "index.html.gz"))).toString()).toBe("there already");
  });

  it("keeps the version that is served and removes older ones", () => {
    old("1.0.0", 1_000);
    old("1.10.0", 2_000);
    place("2.0.0");
    expect(readdirSync(join(folder, "web")).sort()).toEqual(["1.10.0", "2.0.0"]);
  });

  it("leaves what is there as it is, and begins again after a copy that broke off", () => {
    mkdirSync(join(folder, "web", ".new", "half"), { recursive: true });
    place("2.0.0");
    writeFileSync(join(folder, "app", "index.html"), "other");
    place("2.0.0");
    expect(readFileSync(join(folder, "web", "2.0.0", "index.html"), "utf8")).toBe("new");
    expect(readdirSync(join(folder, "web"))).toEqual(["2.0.0"]);
  });
});
