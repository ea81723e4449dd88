import type { WrongBefore } from "../wrong-world.ts";
import { aaaa, boundTo, named, seen, withRecords } from "./changes-before.ts";

/** What can be wrong before there is a server, as `src/operations/checks/before/families.ts` judges it. */
export const beforeFamilies: readonly WrongBefore[] = [
  {
    title: "IPv6 is announced, and the ports are published on IPv4 alone",
    server: "public",
    otherwise: named({ aaaa: ["2001:db8::44"] }),
    found: { "ports.families": "warning" },
    advice: /Add "::" to the list in chatkeep:bindAddress, or delete the AAAA record/,
  },
  {
    title: "IPv4 is announced, and the ports are published on IPv6 alone",
    server: "public",
    otherwise: (good) => ({
      ...named({ aaaa: ["2001:db8::44"] }),
      plan: { ...boundTo(good, "::"), dns: { ...good.plan.dns, records: [] } },
      ownAddresses: seen(["2001:db8::44", "203.0.113.7"]),
    }),
    found: { "ports.families": "wrong" },
    advice: /Add "0\.0\.0\.0" to the list/,
  },
  {
    title: "the ports are published on IPv6 alone, and the name has no AAAA record",
    server: "public",
    otherwise: (good) => ({
      ...named({ a: [] }),
      plan: { ...boundTo(good, "::"), dns: { ...good.plan.dns, records: [] } },
    }),
    found: { "dns.ipv6": "wrong" },
    advice: /IN AAAA 2001:db8::44/,
  },
  {
    title: "the ports are published on both families, and the name has an AAAA record alone",
    server: "public",
    otherwise: (good) => ({
      ...named({ a: [], aaaa: ["2001:db8::44"] }),
      plan: withRecords({ ...good, plan: boundTo(good, "0.0.0.0", "::") }, [{ ...aaaa, content: "2001:db8::44" }]),
    }),
    found: { "dns.address": "wrong" },
    advice: /IN A 192\.0\.2\.44/,
  },
  {
    title: "the ports are published on an address of another machine",
    server: "public",
    otherwise: (good) => ({ plan: boundTo(good, "192.0.2.45") }),
    found: { "ports.addresses": "wrong" },
    advice: /Write one of these into chatkeep:bindAddress/,
  },
  {
    title: "the ports are published on IPv6, which the machine does not have",
    server: "public",
    otherwise: (good) => ({ plan: boundTo(good, "0.0.0.0", "::"), ownAddresses: seen(["192.0.2.44"]) }),
    found: { "ports.addresses": "warning" },
    advice: /write chatkeep:bindAddress: 0\.0\.0\.0/,
  },
  {
    title: "the machine's own addresses cannot be looked at, and one of them is to be used",
    server: "public",
    otherwise: (good) => ({ plan: boundTo(good, "192.0.2.44"), ownAddresses: { unseen: "the engine is elsewhere" } }),
    found: { "ports.addresses": "unknown" },
    advice: /ip address/,
  },
];
