import { isLoopbackAddress } from "../../../kinds/names.ts";
import type { Plan } from "../../../plan/plan.ts";
import { fine, wrong } from "../finding.ts";
import { ofMachine } from "../for-facts.ts";

/** How an authority that looks for itself is shown that a name is one's own, by the port it asks at (RFC 8555, section 8.3; RFC 8737, section 3). */
const asked = { 80: "http-01", 443: "tls-alpn-01" } as const;

/** The ways to prove the name that the published ports leave. */
export function waysToProve({ services }: Pick<Plan, "services">): readonly ("http-01" | "tls-alpn-01")[] {
  const { ports } = services.proxy;
  const isOpen = (port: 80 | 443) => ports.some(({ internal, external }) => internal === port && external === port);
  return ([80, 443] as const).filter(isOpen).map((port) => asked[port]);
}

/** Whether an authority that comes by itself finds the server: it asks at two ports and no other. */
export const authorityReach = ofMachine({
  id: "tls.reach",
  title: "the certificate authority can connect to the server",
  why: "It connects to port 80 or 443 of the name. Without an answer, it issues no certificate, and no client can connect.",
  refuses: "first",
  when: ({ plan: { proxy } }) => proxy.tls.mode === "acme" && proxy.tls.challenge === "http",
  observe: ({ plan }) => ({ seen: plan }),
  judge: (plan) => {
    const { ports } = plan.services.proxy;
    const addresses = [...new Set(ports.map(({ address }) => address))];
    if (addresses.every(isLoopbackAddress))
      return wrong(
        `the ports are published on ${addresses.join(" and ")}, which cannot be reached from outside`,
        "Set chatkeep:bindAddress to 0.0.0.0 or to the machine's public address, or prove the name with a DNS record: chatkeep:tls: { mode: acme, challenge: dns }.",
      );
    const ways = waysToProve(plan);
    if (ways.length > 0) return fine(`by ${ways.join(" or ")}`);
    const external = [...new Set(ports.map((port) => port.external))];
    return wrong(
      `the certificate authority connects to port 80 or 443, but the server uses ${external.join(" and ")}`,
      "Set chatkeep:ports to 80 and 443, or prove the name with a DNS record: chatkeep:tls: { mode: acme, challenge: dns }. If a router or another machine forwards port 80 or 443 to this server, continue with:  npx chatkeep up --skip-check tls.reach",
    );
  },
});
