import type { AddressSeen } from "../../../../src/io/probes/addresses.ts";
import { paths } from "../../../../src/operations/checks/after/paths.ts";
import type { FactsAfter } from "../../../../src/operations/checks/facts.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { seen, web } from "./changes-after.ts";
import { aaaa, boundTo, withRecords } from "./changes-before.ts";

const host = "chat.acme.example.org";
const ipv4 = { address: "203.0.113.7", isOutOfReach: false } as const;
const ipv6 = { address: "2001:db8::44", isOutOfReach: false } as const;
const refused = { answered: { unseen: "connect ECONNREFUSED" } } as const;

type Address = Pick<AddressSeen, "address" | "isOutOfReach"> & Partial<AddressSeen>;

/** The host name leads to these, and the server answers at all that say nothing else. */
function leadsTo(...addresses: readonly Address[]) {
  return ({ addresses: good, certificate }: FactsAfter): Partial<FactsAfter> =>
    good !== null && "seen" in good
      ? { addresses: seen({ ...good.seen, [host]: addresses.map((each) => ({ answered: certificate, ...each })) }) }
      : {};
}

/** The same of a server whose ports are on both families. */
const onBoth = publishedOn("0.0.0.0", "::");

function publishedOn(...bound: readonly string[]) {
  return (...addresses: readonly Address[]) =>
    (good: FactsAfter): Partial<FactsAfter> => {
      const plan = boundTo(good, ...bound);
      const { engine } = good;
      const published = plan.services.proxy.ports.map(({ external, ...port }) => ({
        ...port,
        port: external,
        container: plan.services.proxy.name,
        stack: "acme",
      }));
      return {
        ...leadsTo(...addresses)(good),
        plan,
        engine: "seen" in engine ? seen({ ...engine.seen, published }) : engine,
      };
    };
}

/** What can be wrong with a running server, as `src/operations/checks/after/families.ts` judges it. */
export const afterFamilies: readonly WrongAfter[] = [
  {
    title: "the name leads to IPv6 too, where no port is published",
    server: "public",
    otherwise: leadsTo(ipv4, { ...ipv6, ...refused }),
    found: { "addresses.answer": "wrong" },
    advice: /Add "::" to the list in chatkeep:bindAddress, or delete that AAAA record/,
  },
  {
    title: "no one answers on IPv6, though ports are published there",
    server: "public",
    otherwise: onBoth(ipv4, { ...ipv6, ...refused }),
    found: { "addresses.answer": "wrong" },
    advice: /firewall opens the port on IPv6/,
  },
  {
    title: "no one answers on IPv4, and IPv6 hides it",
    server: "public",
    otherwise: onBoth({ ...ipv4, ...refused }, ipv6),
    found: { "addresses.answer": "wrong" },
    advice: /firewall opens the port on IPv4/,
  },
  {
    title: "another server answers on IPv6",
    server: "public",
    otherwise: (good) => {
      const other =
        "seen" in good.certificate ? { ...good.certificate.seen, namesHost: false, names: "old.example" } : null;
      return other === null ? {} : onBoth(ipv4, { ...ipv6, answered: seen(other) })(good);
    },
    found: { "addresses.answer": "wrong" },
    advice: /Delete that AAAA record/,
  },
  {
    title: "the machine that looks has no IPv6",
    server: "public",
    otherwise: onBoth(ipv4, { ...ipv6, answered: { unseen: "connect ENETUNREACH" }, isOutOfReach: true }),
    found: { "addresses.answer": "unknown" },
    advice: /Check it from a machine that has IPv6/,
  },
  {
    title: "the A record that is declared is missing",
    server: "public",
    otherwise: onBoth(ipv6),
    found: { "addresses.answer": "wrong" },
    advice: /IN A 203\.0\.113\.7/,
  },
  {
    title: "IPv4 is served, and the name leads to IPv6 alone",
    server: "public",
    otherwise: (good) => {
      const { plan = good.plan, ...rest } = onBoth(ipv6)(good);
      return { ...rest, plan: withRecords({ plan }, []) };
    },
    found: { "addresses.answer": "warning" },
    advice: /only IPv4/,
  },
  {
    title: "the AAAA record that is declared is missing",
    server: "public",
    otherwise: (good) => {
      const { plan = good.plan, ...rest } = onBoth(ipv4)(good);
      return { ...rest, plan: withRecords({ plan }, [...plan.dns.records, { ...aaaa, content: ipv6.address }]) };
    },
    found: { "addresses.answer": "warning" },
    advice: /IN AAAA 2001:db8::44/,
  },
  {
    title: "no one answers, for the ports are on IPv6 alone and this machine has IPv4 alone",
    server: "public",
    otherwise: (good) => ({
      ...publishedOn("::")({ ...ipv4, ...refused }, { ...ipv6, ...refused, isOutOfReach: true })(good),
      ...web(paths.versions, refused.answered)(good),
    }),
    found: { "client.versions": "unknown", "headers.security": "unknown", "addresses.answer": "wrong" },
    advice: /^No port is published on IPv4: add 0\.0\.0\.0 .* or check from a machine that has IPv6\.$/,
  },
  {
    title: "no one answers, though ports are published where this machine asks",
    server: "public",
    otherwise: (good) => ({
      ...publishedOn("::")(ipv4, ipv6)(good),
      ...web(paths.versions, refused.answered)(good),
    }),
    found: { "client.versions": "unknown", "headers.security": "unknown" },
    advice: /^See whether it runs/,
  },
  {
    title: "the name is not found here",
    server: "public",
    otherwise: { addresses: { unseen: "getaddrinfo ENOTFOUND chat.acme.example.org" } },
    found: { "addresses.answer": "unknown" },
    advice: /npx chatkeep doctor/,
  },
];
