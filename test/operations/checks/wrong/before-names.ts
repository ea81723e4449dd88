import type { WrongBefore } from "../wrong-world.ts";
import { aaaa, boundTo, host, named, seen, withApex, withRecords } from "./changes-before.ts";

/** What can be wrong before there is a server, as `src/operations/checks/before/names.ts` judges it. */
export const beforeNames: readonly WrongBefore[] = [
  {
    title: "the A record leads to another machine",
    server: "public",
    otherwise: named({ a: ["198.51.100.9"] }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record of chat\.acme\.example\.org to 203\.0\.113\.7/,
  },
  {
    title: "one of two A records leads to another machine",
    server: "public",
    otherwise: named({ a: ["198.51.100.9", "203.0.113.7"] }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record/,
  },
  {
    title: "the server name leads to another machine, though its documents are to be served here",
    server: "public",
    otherwise: (good) => ({
      plan: withRecords(good, [
        ...good.plan.dns.records,
        { ...aaaa, type: "A", name: "acme.example.org", content: "203.0.113.7" },
      ]),
      ...withApex(good, "198.51.100.9"),
    }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record of acme\.example\.org to 203\.0\.113\.7/,
  },
  {
    title: "there is no record at all",
    server: "public",
    otherwise: named({ a: [] }),
    found: { "dns.address": "wrong" },
    advice: /Create it at your DNS provider: {2}chat\.acme\.example\.org\. 3600 IN A 203\.0\.113\.7/,
  },
  {
    title: "the A record is a private address, and none is declared",
    server: "public",
    otherwise: (good) => ({
      ...named({ a: ["192.168.1.10"] }),
      plan: withRecords(good, []),
      ownAddresses: seen(["192.168.1.10"]),
    }),
    found: { "dns.address": "wrong" },
    advice: /to this server's public address/,
  },
  {
    title: "the A record is not an address of this machine, and none is declared",
    server: "public",
    otherwise: (good) => ({ plan: withRecords(good, []) }),
    found: { "dns.address": "wrong" },
    advice: /to 192\.0\.2\.44/,
  },
  {
    title: "Cloudflare makes the records, and the world sees another address",
    server: "cloudflare",
    otherwise: named({ a: ["198.51.100.9"] }),
    found: { "dns.address": "warning" },
    advice: /npx chatkeep up/,
  },
  {
    title: "an AAAA record leads to another machine",
    server: "public",
    otherwise: (good) => ({ ...named({ aaaa: ["2001:db8::bad"] }), plan: boundTo(good, "0.0.0.0", "::") }),
    found: { "dns.ipv6": "wrong" },
    advice: /Set the AAAA record of .* to 2001:db8::44, or delete it/,
  },
  {
    title: "the AAAA record that is declared is missing",
    server: "public",
    otherwise: (good) => ({
      plan: withRecords(good, [...good.plan.dns.records, { ...aaaa, content: "2001:db8:0::44" }]),
    }),
    found: { "dns.ipv6": "warning" },
    advice: /IN AAAA 2001:db8::44/,
  },
  {
    title: "the record stands behind Cloudflare's proxy, as the world sees it",
    server: "public",
    otherwise: named({ a: ["104.21.3.4"], aaaa: ["2606:4700:3033::6815:304"] }),
    found: { "dns.proxied": "wrong" },
    advice: /DNS only/,
  },
  {
    title: "this machine's own resolver says something else",
    server: "public",
    otherwise: { own: seen({ [host]: { a: ["10.0.0.5"], aaaa: [], srv: [], caa: [] } }) },
    found: { "dns.own": "warning" },
    advice: /etc\/hosts/,
  },
  {
    title: "the SRV record is missing",
    server: "open",
    otherwise: ({ world }) => {
      if (world === null || !("seen" in world)) return {};
      const { [host]: ofHost } = world.seen;
      const lookups = seen(ofHost === undefined ? {} : { [host]: ofHost });
      return { world: lookups, own: lookups };
    },
    found: { "dns.records": "wrong" },
    advice: /at your DNS provider/,
  },
  {
    title: "the CAA records that are declared are missing",
    server: "public",
    otherwise: named({ caa: [] }),
    found: { "dns.records": "warning" },
    advice: /at your DNS provider/,
  },
  {
    title: "no name server answers",
    server: "public",
    otherwise: { world: { unseen: "name servers do not answer (ETIMEOUT)" } },
    found: {
      "dns.address": "unknown",
      "dns.ipv6": "unknown",
      "ports.families": "unknown",
      "dns.proxied": "unknown",
      "dns.records": "unknown",
      "dns.caa": "unknown",
    },
    advice: /port 53/,
  },
];
