import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { archivePath } from "../../src/io/images/archive.ts";
import { chooseBase } from "../../src/io/images/base.ts";
import { layersIn } from "../../src/io/images/build.ts";
import { buildArgumentsOf, mirrorsOf } from "../../src/io/images/build-arguments.ts";
import { chooseBuildNetwork } from "../../src/io/images/build-network.ts";
import { operatorBundle } from "../../src/io/images/context.ts";
import { debootstrapArguments } from "../../src/io/images/debootstrap.ts";
import { readEngineEvents } from "../../src/io/images/engine-events.ts";
import { basesOf, type LocalImage, roundsOf } from "../../src/io/images/local-image.ts";
import { isAbandonedScratch } from "../../src/io/images/scratch.ts";
import { newestPostgres } from "../../src/kinds/postgres-version.ts";
import { backupOnOfficial, imageTable, postgresImages } from "../../src/plan/images/versions.ts";

it("a build gets its versions, its base, and the proxy and mirrors that are set here", () => {
  const environment = {
    https_proxy: "http://proxy.test:3128",
    GOPROXY: "",
    PIP_INDEX_URL: "http://pip.test",
    HOME: "/",
  };
  expect(buildArgumentsOf(imageTable.postgres, environment)).toEqual({
    https_proxy: "http://proxy.test:3128",
    PIP_INDEX_URL: "http://pip.test",
    PG_MAJOR: String(newestPostgres),
    POSTGRES_VERSION: imageTable.postgres.version,
    BASE: imageTable.base.local,
  });
  expect(buildArgumentsOf(imageTable.base, {})).toEqual({ SUITE: "trixie" });
});

it("the operator's certificates are those of SSL_CERT_FILE, else Debian's bundle", () => {
  expect(operatorBundle({ SSL_CERT_FILE: "/opt/ca.pem" })).toBe("/opt/ca.pem");
  expect(operatorBundle({ SSL_CERT_FILE: "" })).toBe("/etc/ssl/certs/ca-certificates.crt");
});

it("a saved image is named after version, revision and processor", () => {
  const image = { ...imageTable.caddy, local: "chatkeep/caddy:2.11.9-r3" };
  expect(archivePath("/cache", image, "arm64")).toBe("/cache/images/caddy-2.11.9-r3-arm64.tar");
});

it("what images start from is made before them, and what needs the same side by side", () => {
  const { base, postgres, caddy, backup } = imageTable;
  const names = (images: readonly LocalImage[]) => images.map(({ local }) => local);
  expect(roundsOf([backup, caddy, postgres, base]).map(names)).toEqual([
    [base.local],
    [caddy.local, postgres.local],
    [backup.local],
  ]);
  expect(names(basesOf([backup, caddy]))).toEqual([postgres.local, base.local]);
});

it("each Postgres is built on the Debian that has it, and backups on the newest", () => {
  expect(postgresImages[17].base).toBe(imageTable.base);
  expect(postgresImages[15].base).toMatchObject({
    local: "chatkeep/base:bookworm-r4",
    buildArguments: { SUITE: "bookworm" },
  });
  expect(imageTable.backup.base).toBe(postgresImages[newestPostgres]);
});

it("the image of backups on the official Postgres image starts from what is pulled", () => {
  expect(backupOnOfficial.local).toBe(imageTable.backup.official);
  expect(backupOnOfficial.local).not.toBe(imageTable.backup.local);
  expect(buildArgumentsOf(backupOnOfficial, {})).toEqual({ BASE: imageTable.postgres.official });
  expect(roundsOf([backupOnOfficial, ...basesOf([backupOnOfficial])])[0]).toMatchObject([{ isPulled: true }]);
});

it("a failed build repeats the engine's words and its last lines", async () => {
  const lines = [
    { stream: "Step 1/2 : FROM x\n" },
    { stream: "E: no such package\n" },
    { error: "returned code: 100" },
  ];
  const heard: string[] = [];
  const reading = readEngineEvents(Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`)), (text) =>
    heard.push(text),
  );
  await expect(reading).rejects.toThrow(/returned code: 100\n.*E: no such package/s);
  expect(heard).toEqual(["Step 1/2 : FROM x", "E: no such package"]);
});

it("a build's own stages are known by what the builder prints", () => {
  expect([" ---> 1cd2df35c556", "Step 2/2 : RUN x", " ---> Running in dd3dee64075d"].flatMap(layersIn)).toEqual([
    "1cd2df35c556",
  ]);
});

it("what a killed build left is known by its process, and no other's is touched", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isAbandonedScratch(`build.${pid}.part-AbC123`)).toBe(true);
  expect(isAbandonedScratch(`caddy-2.11.9-r1-amd64.tar.${pid}.part`)).toBe(true);
  expect(isAbandonedScratch(`build.${process.pid}.part-AbC123`)).toBe(false);
  expect(isAbandonedScratch("caddy-2.11.9-r1-amd64.tar")).toBe(false);
});

it.each([
  [{ root: true, sameProcessor: true, reachable: true }, "debootstrap"],
  [{ root: true, sameProcessor: false, reachable: true }, "pull"],
  [{ root: false, sameProcessor: true, reachable: true }, "pull"],
  [{ root: false, sameProcessor: true, reachable: false }, "none"],
  [{ root: true, sameProcessor: false, reachable: false }, "none"],
])("the base on a machine with %j comes by: %s", (seen, source) => {
  expect(chooseBase(seen)).toBe(source);
});

it.each([
  [{}, true, "default"],
  [{}, false, "host"],
  [{ https_proxy: "http://proxy.test:3128", no_proxy: "localhost,127.0.0.1" }, true, "default"],
  [{ http_proxy: "http://localhost:3128" }, true, "host"],
  [{ HTTPS_PROXY: "http://ops:secret@127.0.0.1:3128" }, true, "host"],
  [{ PIP_INDEX_URL: "http://[::1]:3141/simple" }, true, "host"],
  [{ GOPROXY: "https://go.test|http://127.0.0.1:8081,direct" }, true, "host"],
  [{ GOPROXY: "https://localhost.example" }, true, "default"],
] as const)(
  "with %j and an engine that reaches the packages (%s), a build is on the network: %s",
  (set, reaches, network) => {
    expect(chooseBuildNetwork(mirrorsOf(set), reaches)).toBe(network);
  },
);

it("Debian's packages are those that Debian has signed, or there is no base", () => {
  const words = debootstrapArguments("trixie", "/somewhere");
  expect(words).toContain("--force-check-gpg");
  expect(words).toContain("--keyring=/usr/share/keyrings/debian-archive-keyring.gpg");
});
