import type { CertificateSeen, ProtocolsSeen } from "../../../../src/io/probes/handshake.ts";
import type { InsideSeen } from "../../../../src/io/probes/inside.ts";
import type { Redirect, WebAnswer } from "../../../../src/io/probes/web.ts";
import type { Observed } from "../../../../src/kinds/observed.ts";
import type { FactsAfter } from "../../../../src/operations/checks/facts.ts";
import { container } from "../../up/situation.ts";
import { followed } from "../good-after.ts";

export const seen = <Seen>(value: Seen) => ({ seen: value });
export const open = { "access-control-allow-origin": "*" };

export function certificate(differences: Partial<CertificateSeen>) {
  return (good: FactsAfter): Partial<FactsAfter> =>
    "seen" in good.certificate ? { certificate: seen({ ...good.certificate.seen, ...differences }) } : {};
}

/** What is otherwise at the server name, where that is not the host's. */
export function other(differences: Partial<CertificateSeen>) {
  return ({ otherCertificates }: FactsAfter): Partial<FactsAfter> => ({
    otherCertificates: Object.fromEntries(
      Object.entries(otherCertificates).map(([name, observed]) => [
        name,
        "seen" in observed ? seen({ ...observed.seen, ...differences }) : observed,
      ]),
    ),
  });
}

export function protocols(differences: Partial<ProtocolsSeen>): Partial<FactsAfter> {
  return { protocols: seen({ oldVersions: [], weakSuites: [], newest: "TLSv1.3", ...differences }) };
}

export function web(path: string, answered: Observed<WebAnswer>) {
  return (good: FactsAfter): Partial<FactsAfter> => ({ web: { ...good.web, [path]: answered } });
}

/** What is otherwise at the server name itself, where these redirects lead on. */
export function apex(
  name: "client" | "server",
  answered: { readonly seen: WebAnswer },
  ...redirects: readonly Redirect[]
) {
  return ({ apex: good }: FactsAfter): Partial<FactsAfter> =>
    good !== null && "seen" in good ? { apex: seen({ ...good.seen, [name]: followed(answered, ...redirects) }) } : {};
}

export function redirect(differences: Partial<Redirect>): Redirect {
  const [at, to] = ["https://acme.example.org/", "https://chat.acme.example.org/"];
  return { at, status: 302, to, allowed: "*", ...differences };
}

export function inside(differences: Partial<InsideSeen>) {
  return (good: FactsAfter): Partial<FactsAfter> =>
    "seen" in good.inside ? { inside: seen({ ...good.inside.seen, ...differences }) } : {};
}

export function published(...bindings: readonly string[]) {
  return (good: FactsAfter): Partial<FactsAfter> => {
    if (!("seen" in good.engine)) return {};
    const ports = bindings.map((binding) => {
      const [, address = "", port] = /^(.*):(\d+)$/.exec(binding) ?? [];
      return { port: Number(port), address, protocol: "tcp" as const, container: "c", stack: "acme" };
    });
    return { engine: seen({ ...good.engine.seen, published: ports }) };
  };
}

export function containers(ill: ReturnType<typeof container> | null, role: string): Partial<FactsAfter> {
  const well = ["postgres", "synapse", "proxy"].filter((each) => each !== role).map((each) => container(each));
  return { stack: seen({ containers: ill === null ? well : [...well, ill], networks: [], volumes: [] }) };
}

export const client = { "m.homeserver": { base_url: "https://chat.acme.example.org" } };
export const server = { "m.server": "chat.acme.example.org:443" };
export const outsider = { keyId: "ed25519:ck_87654321", publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw" };
