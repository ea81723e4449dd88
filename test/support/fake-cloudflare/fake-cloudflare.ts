import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { type Asked, answer } from "./api.ts";
import { DnsServer, type DnsSettings } from "./dns-server.ts";
import { type Fault, Faults } from "./faults.ts";
import { type Listening, listen, readRequest } from "./http-server.ts";
import type { ShownRecord } from "./record.ts";
import { type TokenSettings, usualPermissions } from "./token.ts";
import { type Met, write } from "./write-answer.ts";
import { Zone, type ZoneSettings } from "./zone.ts";

/** What a fake is started with. */
export interface FakeSettings extends Listening {
  readonly zones: readonly ZoneSettings[];
  /** One token with the usual permissions for every zone, where none are given. */
  readonly tokens?: readonly TokenSettings[];
  /** The DNS server beside it: loopback and a free port for `true`, none where absent. */
  readonly dns?: DnsSettings | true;
}

/** A request that was answered, or not. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
}

/**
 * A fake of Cloudflare's API v4 and, where wanted, a real DNS server (Knot) that answers what the fake's zones hold.
 *
 *     const cloudflare = await FakeCloudflare.start({ zones: [{ name: "acme.test" }], dns: true });
 *     cloudflare.baseUrl      // for CLOUDFLARE_BASE_URL: what the official SDK, the official provider and ours read
 *     cloudflare.token        // the first token's text
 *     cloudflare.dnsServer    // such as "127.0.0.1:5353", for node:dns Resolver.setServers
 *     cloudflare.inject({ kind: "half", method: "POST", path: "/dns_records", applied: true });
 *     cloudflare.records("acme.test")
 *     await cloudflare.stop();
 *
 * As a process of its own, such as in another network namespace: see main.ts.
 */
export class FakeCloudflare {
  readonly calls: Call[] = [];
  readonly token: string;
  readonly dnsServer: string | null;
  readonly baseUrl: string;
  readonly #zones: readonly Zone[];
  #tokens: readonly TokenSettings[];
  readonly #faults = new Faults();
  readonly #server: Server;
  readonly #dns: DnsServer | null;
  /** Called with each request before it is answered; a test may let it wait. */
  onRequest: (call: Omit<Call, "status">) => Promise<void> | void = () => {};

  private constructor(parts: {
    readonly server: Server;
    readonly dns: DnsServer | null;
    readonly dnsServer: string | null;
    readonly zones: readonly Zone[];
    readonly tokens: readonly TokenSettings[];
    readonly baseUrl: string;
  }) {
    this.#server = parts.server;
    this.#dns = parts.dns;
    this.dnsServer = parts.dnsServer;
    this.#zones = parts.zones;
    this.#tokens = parts.tokens;
    this.token = parts.tokens[0]?.token ?? "";
    this.baseUrl = parts.baseUrl;
  }

  /** Starts it, and returns when both servers answer. */
  static async start(settings: FakeSettings): Promise<FakeCloudflare> {
    const zones = settings.zones.map((zone) => new Zone(zone));
    const tokens = settings.tokens ?? [{ token: randomBytes(20).toString("hex"), permissions: usualPermissions }];
    const dnsSettings = settings.dns === true ? { address: "127.0.0.1", port: await freePort() } : settings.dns;
    const dns = dnsSettings === undefined ? null : await DnsServer.start(dnsSettings, zones);
    const made: { fake: FakeCloudflare | null } = { fake: null };
    const server = await listen(settings, (request, response) => {
      void made.fake?.handle(request, response);
    });
    const { address, port } = server.address() as AddressInfo;
    const scheme = settings.tls === undefined ? "http" : "https";
    const fake = new FakeCloudflare({
      server,
      dns,
      dnsServer: dnsSettings === undefined ? null : `${dnsSettings.address}:${dnsSettings.port}`,
      zones,
      tokens,
      baseUrl: `${scheme}://${address}:${port}/client/v4`,
    });
    made.fake = fake;
    return fake;
  }

  /** Makes the next requests that it meets go wrong. */
  inject(...faults: readonly Fault[]): void {
    for (const fault of faults) this.#faults.inject(fault);
  }

  /** Takes a token's rights away, as when it is rolled at Cloudflare; gives the next one. */
  revoke(token: string): string {
    this.#tokens = this.#tokens.filter((each) => each.token !== token);
    return this.#tokens[0]?.token ?? "";
  }

  /** Forgets faults that met no request, and all calls. */
  clear(): void {
    this.#faults.clear();
    this.calls.length = 0;
  }

  /** A zone's records as they are. */
  records(zone: string): readonly ShownRecord[] {
    return this.#zone(zone).records;
  }

  zoneId(zone: string): string {
    return this.#zone(zone).id;
  }

  /** Changes a zone past the API, as someone at Cloudflare's dashboard does; returns when the DNS server answers it. */
  async change(zone: string, change: (zone: Zone) => void): Promise<void> {
    change(this.#zone(zone));
    await this.#dns?.update(this.#zone(zone));
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.all([closed, this.#dns?.stop()]);
  }

  /** Answers one request: the API's own, or those of tests in other processes below `/fake/`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readRequest(request);
    if (asked.path.startsWith("/fake/")) return this.#answerTest(asked, response);
    const call = { method: asked.method, path: asked.path };
    await this.onRequest(call);
    const fault = this.#faults.take(asked.method, asked.path);
    const isDone = fault === null || fault.applied === true || fault.kind === "half" || fault.kind === "stalled";
    const met: Met = { fault, answer: isDone ? answer(asked, { zones: this.#zones, tokens: this.#tokens }) : null };
    if (met.answer !== null && asked.method !== "GET") await this.#tellDns(asked.path);
    this.calls.push({ ...call, status: write(response, met) });
  }

  async #tellDns(path: string): Promise<void> {
    const zone = this.#zones.find(({ id }) => path.startsWith(`/zones/${id}/`));
    if (zone !== undefined) await this.#dns?.update(zone);
  }

  #answerTest({ path, body }: Asked, response: ServerResponse): void {
    if (path === "/fake/faults") this.inject(JSON.parse(body));
    if (path === "/fake/clear") this.clear();
    const zone = path.startsWith("/fake/records/") ? this.records(path.slice("/fake/records/".length)) : null;
    response.setHeader("content-type", "application/json").end(JSON.stringify(zone ?? this.calls));
  }

  #zone(name: string): Zone {
    const zone = this.#zones.find((each) => each.name === name);
    if (zone === undefined) throw new Error(`The fake has no zone ${name}.`);
    return zone;
  }
}
