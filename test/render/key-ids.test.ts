import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolder } from "../../src/io/machine/program-files.ts";

const script = join(packageFolder, "templates", "installer", "key-ids.sh");

describe("a data volume", () => {
  let volume: string;
  beforeEach(() => {
    volume = mkdtempSync(join(tmpdir(), "chatkeep-key-ids-"));
  });
  afterEach(() => rmSync(volume, { recursive: true }));

  const sign = (id: string) => execFileSync("sh", [script, volume, id]);
  const listed = () => readFileSync(join(volume, ".chatkeep"), "utf8");

  it("lists the key it was made with, readable by its owner alone", () => {
    sign("0123456789ab");
    expect(listed()).toBe("0123456789ab\n");
    expect(statSync(join(volume, ".chatkeep")).mode & 0o7777).toBe(0o400);
    expect(readdirSync(volume)).toEqual([".chatkeep"]);
  });

  it("lists a further key after the older ones, and none twice in a row", () => {
    for (const id of ["0123456789ab", "0123456789ab", "ba9876543210", "ba9876543210"]) sign(id);
    expect(listed()).toBe("0123456789ab\nba9876543210\n");
  });

  it("says last which key it is served with now, where an older one came back", () => {
    for (const id of ["0123456789ab", "ba9876543210", "0123456789ab"]) sign(id);
    expect(listed().trim().split("\n").at(-1)).toBe("0123456789ab");
  });

  it("takes the empty list of a version before, and what a run that was killed left", () => {
    writeFileSync(join(volume, ".chatkeep"), "", { mode: 0o644 });
    writeFileSync(join(volume, ".chatkeep.new"), "0123", { mode: 0o400 });
    sign("0123456789ab");
    expect(listed()).toBe("0123456789ab\n");
    expect(readdirSync(volume)).toEqual([".chatkeep"]);
  });

  it("keeps its list where no room is left for a longer one", () => {
    sign("0123456789ab");
    const words = ["-c", 'ulimit -f 0; exec sh "$0" "$@"', script, volume, "ba9876543210"];
    expect(spawnSync("sh", words).status).not.toBe(0);
    expect(listed()).toBe("0123456789ab\n");
    sign("ba9876543210");
    expect(listed()).toBe("0123456789ab\nba9876543210\n");
  });
});
