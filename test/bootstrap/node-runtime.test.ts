import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { installPinned } from "../../bootstrap/node/node-runtime.mjs";

const name = "node-somewhere-x64";
let folder: string;
let registry: Server;
let tarball: Buffer;

const integrityOf = (content: Buffer) => `sha512-${createHash("sha512").update(content).digest("base64")}`;

/** A registry that says of its one package what it really has. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "chatkeep-node-"));
  mkdirSync(join(folder, "package"));
  writeFileSync(join(folder, "package", "package.json"), JSON.stringify({ name, version: "24.0.0" }));
  await execa("tar", ["-czf", "made.tgz", "package"], { cwd: folder });
  tarball = readFileSync(join(folder, "made.tgz"));
  registry = createServer(({ url = "", headers }, answer) => {
    const dist = { tarball: `http://${headers.host}/${name}.tgz`, integrity: integrityOf(tarball) };
    const about = { name, "dist-tags": {}, versions: { "24.0.0": { name, version: "24.0.0", dist } } };
    answer.end(url.endsWith(".tgz") ? tarball : JSON.stringify(about));
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  const address = registry.address();
  const port = typeof address === "object" ? address?.port : 0;
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${port}/`);
  vi.stubEnv("npm_config_cache", join(folder, "cache"));
});

afterAll(() => {
  vi.unstubAllEnvs();
  registry.close();
  registry.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe("the Node that the set-up brings", () => {
  const install = (to: string, integrity: string) =>
    installPinned(join(folder, to), { name, version: "24.0.0", integrity });
  const isThere = (to: string) => existsSync(join(folder, to, "node_modules", name, "package.json"));

  it("is the file that was chosen with the version", async () => {
    await install("good", integrityOf(tarball));
    expect(isThere("good")).toBe(true);
  });

  it("is none that a registry serves in its place, whatever the registry says of it", async () => {
    await expect(install("bad", integrityOf(Buffer.from("the real one")))).rejects.toThrow(/npm ci/);
    expect(isThere("bad")).toBe(false);
  });
});
