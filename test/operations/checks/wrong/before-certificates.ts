import type { WrongBefore } from "../wrong-world.ts";
import { host, named, seen, withPorts } from "./changes-before.ts";

/** With spaces, as RFC 8659 allows them. */
const accountCaa = { at: host, tag: "issue", value: "letsencrypt.org; accounturi = https://acme.example/acct/1" };

/** What can be wrong before there is a server, as `src/operations/checks/before/certificates.ts` judges it. */
export const beforeCertificates: readonly WrongBefore[] = [
  {
    title: "CAA lets another authority issue alone",
    server: "public",
    otherwise: named({ caa: [{ at: "example.org", tag: "issue", value: "digicert.com" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /example\.org\. IN CAA 0 issue "letsencrypt\.org"/,
  },
  {
    title: "CAA lets no one issue",
    server: "public",
    otherwise: named({ caa: [{ at: host, tag: "issue", value: ";" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /IN CAA 0 issue/,
  },
  {
    title: "CAA allows the authority, but not the way it proves the name",
    server: "public",
    otherwise: named({ caa: [{ at: host, tag: "issue", value: "letsencrypt.org; validationmethods=dns-01" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /validationmethods/,
  },
  {
    title: "CAA allows the authority to look at port 80 alone, and the name is to be proved by a record",
    server: "cloudflare",
    otherwise: ({ plan }) => {
      if (plan.proxy.tls.mode !== "acme") return {};
      const tls = { ...plan.proxy.tls, challenge: "dns" } as const;
      const caa = [{ at: host, tag: "issue", value: "letsencrypt.org; validationmethods=http-01,tls-alpn-01" }];
      return { ...named({ caa }), plan: { ...plan, proxy: { ...plan.proxy, tls } } };
    },
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /Add dns-01 to validationmethods/,
  },
  {
    title: "CAA of the server name forbids the authority, though its documents are served here",
    server: "public",
    otherwise: (good) => {
      if (good.world === null || !("seen" in good.world)) return {};
      const caa = [{ at: "acme.example.org", tag: "issue", value: "another.example" }];
      const apex = { a: ["203.0.113.7"], aaaa: [], srv: [], caa };
      const wellKnownName = good.plan.serverName as string as typeof good.plan.hostName;
      return {
        plan: { ...good.plan, proxy: { ...good.plan.proxy, wellKnownName } },
        world: seen({ ...good.world.seen, "acme.example.org": apex }),
        ownAddresses: seen(["203.0.113.7"]),
      };
    },
    found: { "dns.caa": "wrong" },
    advice: /acme\.example\.org\. IN CAA 0 issue "letsencrypt\.org"/,
  },
  {
    title: "the certificate authority does not answer",
    server: "public",
    otherwise: { authority: { unseen: "no answer in 6 s" } },
    found: { "tls.authority": "unknown", "clock.right": "unknown" },
    advice: /port 443/,
  },
  {
    title: "the authority asks at ports that the server does not have",
    server: "public",
    otherwise: (good) => ({ plan: withPorts(good, (port) => ({ ...port, external: port.external + 8000 })) }),
    found: { "tls.reach": "wrong" },
    advice: /Set chatkeep:ports to 80 and 443, .*challenge: dns.*--skip-check tls\.reach/,
  },
  {
    title: "a port 80 leads to https, which is not what the authority asks there",
    server: "public",
    otherwise: (good) => ({
      plan: withPorts(good, (port) => (port.internal === 443 ? { ...port, external: 80 } : null)),
    }),
    found: { "tls.reach": "wrong" },
    advice: /Set chatkeep:ports/,
  },
  {
    title: "the ports are published where no authority comes",
    server: "public",
    otherwise: (good) => ({ plan: withPorts(good, (port) => ({ ...port, address: "127.0.0.2" })) }),
    found: { "tls.reach": "wrong" },
    advice: /Set chatkeep:bindAddress to 0\.0\.0\.0/,
  },
  {
    title: "CAA allows port 80 alone to prove the name, and that port is closed",
    server: "public",
    otherwise: (good) => ({
      ...named({ caa: [{ at: host, tag: "issue", value: "letsencrypt.org; validationmethods=http-01" }] }),
      plan: withPorts(good, (port) => (port.internal === 80 ? null : port)),
    }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /Add tls-alpn-01/,
  },
  {
    title: "CAA ties the authority to an account, and the proxy has none yet",
    server: "public",
    otherwise: named({ caa: [accountCaa] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /Delete accounturi .* After the first `up`/,
  },
  {
    title: "CAA ties the authority to someone else's account",
    server: "public",
    otherwise: { ...named({ caa: [accountCaa] }), accounts: seen(["https://acme.example/acct/2"]) },
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /Write the proxy's/,
  },
  {
    title: "CAA ties the authority to an account, and the proxy's cannot be looked at",
    server: "public",
    otherwise: { ...named({ caa: [accountCaa] }), accounts: { unseen: "the engine does not answer" } },
    found: { "dns.caa": "unknown", "dns.records": "warning" },
    advice: /Compare accounturi/,
  },
  {
    title: "CAA ties the authority to the proxy's own account, and the planned record is missing",
    server: "public",
    otherwise: { ...named({ caa: [accountCaa] }), accounts: seen(["https://acme.example/acct/1"]) },
    found: { "dns.records": "warning" },
    advice: /Create them/,
  },
];
