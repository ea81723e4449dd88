import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeArchive } from "../../airgap/docker/container/archive.ts";
import { formatDuration, parseDuration } from "../../airgap/docker/container/properties/duration.ts";
import { formatProcessors } from "../../airgap/docker/container/properties/limits.ts";
import { samePorts } from "../../airgap/docker/container/properties/ports.ts";

describe("a duration", () => {
  it.each([
    ["0s", 0, "0s"],
    ["60s", 60e9, "1m0s"],
    ["1m30s", 90e9, "1m30s"],
    ["1.5s", 1.5e9, "1.5s"],
    ["100ms", 1e8, "100ms"],
    ["90m", 5400e9, "1h30m0s"],
  ])("%s is read, and written as Go writes it", (written, nanoseconds, canonical) => {
    expect(parseDuration(written)).toBe(nanoseconds);
    expect(formatDuration(nanoseconds)).toBe(canonical);
  });

  it("comes back from its written form", () => {
    const milliseconds = fc.integer({ min: 0, max: 1e9 });
    fc.assert(fc.property(milliseconds, (ms) => parseDuration(formatDuration(ms * 1e6)) === ms * 1e6));
  });
});

describe("processors", () => {
  // Seen on the official provider: it writes some numbers back otherwise than they were written.
  it.each([
    [1e9, "1.0"],
    [5e8, "0.5"],
    [1.5e9, "1.5"],
    [2.5e8, "0.25"],
    [10e9, "10."],
  ])("of %d nano-units are written as the official provider writes them", (nano, written) => {
    expect(formatProcessors(nano)).toBe(written);
  });
});

describe("an archive of uploads", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chatkeep-archive-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is unpacked by tar with its contents and modes", async () => {
    const files = [
      { path: "plain", mode: 0o400, content: Buffer.from("text") },
      { path: "empty", mode: 0o644, content: Buffer.alloc(0) },
      { path: "shut", mode: 0, content: Buffer.from("no one's") },
      { path: "Käse", mode: 0o600, content: Buffer.alloc(512, 1) },
      { path: `${"a".repeat(90)}/${"b".repeat(60)}`, mode: 0o755, content: Buffer.alloc(1024, 7) },
      { path: `${"c".repeat(200)}/${"d".repeat(200)}`, mode: 0o4755, content: Buffer.alloc(513, 8) },
    ];
    execFileSync("tar", ["-x", "-p", "-C", folder], { input: await writeArchive(files) });
    for (const { path, mode, content } of files) {
      expect(readFileSync(join(folder, path))).toEqual(content);
      expect(statSync(join(folder, path)).mode & 0o7777).toBe(mode);
    }
  });

  it("belongs to root, and has the paths as they are written", async () => {
    const archive = await writeArchive([{ path: "/etc/file", mode: 0o400, content: Buffer.from("text") }]);
    const list = execFileSync("tar", ["-t", "-v", "-P", "--numeric-owner"], { input: archive }).toString();
    expect(list).toMatch(/^-r-------- 0\/0 +4 .* \/etc\/file\n$/);
  });
});

describe("ports", () => {
  const port = { internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" };

  it("are the same in another order, and where the engine chose the outside one", () => {
    const other = { ...port, internal: 443, external: 8443 };
    expect(samePorts([port, other], [other, port])).toBe(true);
    expect(samePorts([port], [{ ...port, external: 0 }])).toBe(true);
  });

  it.each([{ external: 8081 }, { ip: "0.0.0.0" }, { protocol: "udp" }])("differ by %o", (change) => {
    expect(samePorts([port], [{ ...port, ...change }])).toBe(false);
  });
});
