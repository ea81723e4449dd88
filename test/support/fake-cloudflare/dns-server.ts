import { type ChildProcess, spawn } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { installWhereMissing } from "../debian-package.ts";
import { makeFolder } from "../own-folder.ts";
import { nameServers, type Zone } from "./zone.ts";
import { zoneFile } from "./zone-file.ts";

/** Where the DNS server listens, and names it answers beside the zones: those of the world that tests need. */
export interface DnsSettings {
  readonly address: string;
  readonly port: number;
  /** Addresses by name, such as `api.cloudflare.com`. They never change. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** Knot DNS (Debian's `knot`), authoritative for the fake's zones and for the root, so that every other name is known not to exist. */
export class DnsServer {
  readonly #process: ChildProcess;
  readonly #folder: string;
  #serial = 1;
  /** Zones are reloaded one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts it with these zones, and returns when it answers. */
  static async start(settings: DnsSettings, zones: readonly Zone[]): Promise<DnsServer> {
    await installWhereMissing("/usr/sbin/knotd", "knot");
    const folder = await makeFolder("knot");
    const fixed = fixedZones(settings);
    for (const zone of zones) await writeFile(join(folder, `${zone.name}.zone`), zoneFile(zone.name, zone.records, 1));
    for (const [name, text] of fixed) await writeFile(join(folder, fileOf(name)), text);
    const names = [...zones.map(({ name }) => name), ...fixed.map(([name]) => name)];
    await writeFile(join(folder, "knot.conf"), configuration(folder, settings, names));
    const words = ["--pdeathsig", "TERM", "/usr/sbin/knotd", "-c", join(folder, "knot.conf")];
    const child = spawn("setpriv", words, { stdio: ["ignore", "ignore", "inherit"] });
    const server = new DnsServer(child, folder);
    await server.#untilAnswering(settings);
    return server;
  }

  /** Gives a zone's records as they are now. When it returns, they are what is answered. */
  update(zone: Zone): Promise<void> {
    const done = this.#last.then(async () => {
      this.#serial++;
      await writeFile(join(this.#folder, `${zone.name}.zone`), zoneFile(zone.name, zone.records, this.#serial));
      await execa("/usr/sbin/knotc", ["-c", join(this.#folder, "knot.conf"), "-b", "zone-reload", zone.name]);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  async stop(): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #untilAnswering({ address, port }: DnsSettings): Promise<void> {
    const resolver = new Resolver({ timeout: 1000, tries: 1 });
    resolver.setServers([`${address.includes(":") ? `[${address}]` : address}:${port}`]);
    await untilTrue(`answer of the DNS server at ${address}:${port}`, async () => {
      if (this.#process.exitCode !== null) throw new Error(`knotd ended with ${this.#process.exitCode} at its start.`);
      return resolver.resolveSoa(".").then(
        () => true,
        () => false,
      );
    });
  }
}

function fileOf(name: string): string {
  return name === "." ? "root.zone" : `${name}.zone`;
}

/** The root, Cloudflare's name servers, and the names of the world. */
function fixedZones({ address, hosts = {} }: DnsSettings): readonly (readonly [name: string, text: string])[] {
  const here = Object.fromEntries(nameServers.map((name) => [name, address]));
  const all = Object.entries({ ...here, ...hosts });
  const zones = all.map(([name, content]) => [name, zoneFile(name, [addressRecord(name, content)], 1)] as const);
  return [[".", zoneFile(".", [], 1)], ...zones];
}

function addressRecord(name: string, content: string) {
  return { name, type: content.includes(":") ? "AAAA" : "A", content, ttl: 60, proxied: false };
}

/** Knot DNS manual, "Configuration Reference". Control needs no more than the socket. */
function configuration(folder: string, { address, port }: DnsSettings, zones: readonly string[]): string {
  return [
    "server:",
    `    rundir: "${folder}"`,
    `    pidfile: "${folder}/knot.pid"`,
    `    listen: "${address}@${port}"`,
    ...["udp", "tcp", "background"].map((kind) => `    ${kind}-workers: 1`),
    `control:\n    listen: "${folder}/knot.sock"`,
    `database:\n    storage: "${folder}"`,
    "log:\n  - target: stderr\n    any: error",
    `template:\n  - id: default\n    storage: "${folder}"\n    file: "%s.zone"`,
    "    zonefile-load: whole\n    zonefile-sync: -1\n    journal-content: none",
    "zone:",
    ...zones.map((name) => `  - domain: "${name}"\n    file: "${fileOf(name)}"`),
    "",
  ].join("\n");
}
