/**
 * The fake as a process of its own: `node test/support/fake-cloudflare/main.ts SETTINGS.json`, where the file holds
 * FakeSettings (fake-cloudflare.ts) as JSON. It prints one line of JSON when both servers answer:
 * `{ "baseUrl", "token", "dnsServer" }`, and ends by SIGTERM, or when its standard input ends.
 *
 * In a network of its own, where Cloudflare's API name leads to it (the certificate's authority goes to `trustedAuthorities`):
 *
 *     { "zones": [{ "name": "acme.test" }], "tokens": [{ "token": "…" }], "address": "198.51.100.53", "port": 443,
 *       "tls": { "certificateFile": "api.pem", "keyFile": "api.key" },
 *       "dns": { "address": "198.51.100.53", "port": 53, "hosts": { "api.cloudflare.com": "198.51.100.53" } } }
 *
 * From another process, beside the API itself: GET /fake/records/ZONE, GET /fake/calls, POST /fake/faults with a Fault
 * (faults.ts) as JSON, POST /fake/clear.
 */
import { readFile } from "node:fs/promises";
import { FakeCloudflare } from "./fake-cloudflare.ts";

const [file = ""] = process.argv.slice(2);
const fake = await FakeCloudflare.start(JSON.parse(await readFile(file, "utf8")));
const { baseUrl, token, dnsServer } = fake;
process.stdout.write(`${JSON.stringify({ baseUrl, token, dnsServer })}\n`);

async function end(): Promise<void> {
  await fake.stop();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);
process.stdin.once("end", end).resume();
