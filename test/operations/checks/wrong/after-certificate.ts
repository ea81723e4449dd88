import type { WrongAfter } from "../wrong-world.ts";
import { certificate, other, protocols } from "./changes-after.ts";

/** What can be wrong with a running server, as `src/operations/checks/after/certificate.ts` judges it. */
export const afterCertificate: readonly WrongAfter[] = [
  {
    title: "the certificate has expired",
    server: "public",
    otherwise: certificate({ validTo: "2026-11-19T12:00:00.000Z", chainError: "CERT_HAS_EXPIRED" }),
    found: { "tls.days-left": "wrong", "tls.chain": "unknown" },
    advice: /logs proxy/,
  },
  {
    title: "the certificate should have been renewed by now",
    server: "public",
    otherwise: certificate({ validFrom: "2026-08-25T12:00:00.000Z", validTo: "2026-11-23T12:00:00.000Z" }),
    found: { "tls.days-left": "wrong" },
    advice: /The proxy should renew it, but fails to/,
  },
  {
    title: "the certificate of own files ends this week",
    server: "files",
    otherwise: certificate({ validTo: "2026-11-25T12:00:00.000Z" }),
    found: { "tls.days-left": "wrong" },
    advice: /replace the files/,
  },
  {
    title: "the certificate of own files ends this month",
    server: "files",
    otherwise: certificate({ validTo: "2026-12-05T12:00:00.000Z" }),
    found: { "tls.days-left": "warning" },
    advice: /replace the files/,
  },
  {
    title: "the certificate is not valid yet",
    server: "public",
    otherwise: certificate({ validFrom: "2026-11-21T12:00:00.000Z", chainError: "CERT_NOT_YET_VALID" }),
    found: { "tls.days-left": "wrong", "tls.chain": "unknown" },
    advice: /Check this machine's clock/,
  },
  {
    title: "the certificate is for another name",
    server: "public",
    otherwise: certificate({ namesHost: false, names: "old.example" }),
    found: { "tls.name": "wrong" },
    advice: /another server answers/,
  },
  {
    title: "the chain lacks its middle",
    server: "files",
    otherwise: certificate({ chainError: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
    found: { "tls.chain": "wrong" },
    advice: /the whole chain/,
  },
  {
    title: "the chain's middle has expired, though the certificate itself has not",
    server: "files",
    otherwise: certificate({ chainError: "CERT_HAS_EXPIRED" }),
    found: { "tls.chain": "wrong" },
    advice: /the whole chain/,
  },
  {
    title: "the certificate of the server name should have been renewed by now",
    server: "here",
    otherwise: other({ validFrom: "2026-08-25T12:00:00.000Z", validTo: "2026-11-23T12:00:00.000Z" }),
    found: { "tls.other-names": "wrong" },
    advice: /The proxy should renew it, but fails to/,
  },
  {
    title: "another server answers at the server name",
    server: "here",
    otherwise: other({ namesHost: false, names: "www.example" }),
    found: { "tls.other-names": "wrong" },
    advice: /Check where acme\.example\.org points to/,
  },
  {
    title: "the server name's certificate is from an authority that no one trusts",
    server: "here",
    otherwise: other({ chainError: "SELF_SIGNED_CERT_IN_CHAIN" }),
    found: { "tls.other-names": "wrong" },
    advice: /logs proxy/,
  },
  {
    title: "no answer at the server name",
    server: "here",
    otherwise: { otherCertificates: { "acme.example.org": { unseen: "ECONNREFUSED" } } },
    found: { "tls.other-names": "unknown" },
    advice: /npx chatkeep status/,
  },
  {
    title: "TLS 1.1 is spoken",
    server: "public",
    otherwise: protocols({ oldVersions: ["TLS 1.1"] }),
    found: { "tls.versions": "wrong" },
    advice: /Another program ends the TLS connection/,
  },
  {
    title: "a suite without forward secrecy is taken",
    server: "public",
    otherwise: protocols({ weakSuites: ["AES128-SHA"] }),
    found: { "tls.suites": "wrong" },
    advice: /Another program ends the TLS connection/,
  },
];
