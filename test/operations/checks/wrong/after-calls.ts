import type { FactsAfter, TurnSeen } from "../../../../src/operations/checks/facts.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { containers, seen } from "./changes-after.ts";

const server = "calls";

function turn(differences: (good: TurnSeen) => Partial<TurnSeen>) {
  return (good: FactsAfter): Partial<FactsAfter> =>
    good.turn === null ? {} : { turn: { ...good.turn, ...differences(good.turn) } };
}

/** What can be wrong with the server for calls, as `src/operations/checks/after/calls.ts` judges it. */
export const afterCalls: readonly WrongAfter[] = [
  {
    title: "the server for calls is behind a firewall",
    server,
    otherwise: turn(() => ({ answers: seen(false) })),
    found: { "calls.answers": "wrong" },
    advice: /UDP ports 3478 and 49160 to 49163 in the firewall/,
  },
  {
    title: "the name of the server for calls leads nowhere",
    server,
    otherwise: turn(() => ({ answers: { unseen: "getaddrinfo ENOTFOUND" } })),
    found: { "calls.answers": "unknown" },
    advice: /^$/,
  },
  {
    title: "the server for calls shows the certificate of another name",
    server,
    otherwise: turn(({ certificate }) =>
      "seen" in certificate
        ? { certificate: seen({ ...certificate.seen, namesHost: false, names: "old.example" }) }
        : {},
    ),
    found: { "calls.tls": "wrong" },
    advice: /logs turn --stack acme/,
  },
  {
    title: "the server for calls shows a certificate that no one trusts",
    server,
    otherwise: turn(({ certificate }) =>
      "seen" in certificate ? { certificate: seen({ ...certificate.seen, chainError: "CERT_HAS_EXPIRED" }) } : {},
    ),
    found: { "calls.tls": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the server for calls speaks no TLS",
    server,
    otherwise: turn(() => ({ certificate: { unseen: "ECONNREFUSED" } })),
    found: { "calls.tls": "unknown" },
    advice: /its TLS port in the firewall/,
  },
  {
    title: "the server for calls is gone",
    server,
    otherwise: containers(null, "turn"),
    found: { "services.healthy": "wrong" },
    advice: /logs turn --stack acme/,
  },
];
