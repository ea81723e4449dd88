import { X509Certificate } from "node:crypto";
import * as z from "zod";
import { type Complaint, leaf, type Reading } from "../leaf.ts";

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const advice =
  "Paste the authority's certificate in PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`.";

/** PEM text (RFC 7468) of one or several authorities; each comes back as one certificate in Node's own spelling. */
const pemText = leaf<readonly string[]>({ type: "string", pattern: "-----BEGIN CERTIFICATE-----" }, (value) => {
  const text = typeof value === "string" ? value : "";
  const blocks = [...text.matchAll(block)];
  if (text.includes("PRIVATE KEY-----"))
    return refuse("a private key", "Delete it and store it elsewhere: only the certificate belongs in this setting.");
  if (blocks.length === 0)
    return refuse(value === undefined || text === "" ? "nothing" : "text that is not a certificate", advice);
  return readAll(blocks.map(([pem]) => pem));
});

function readAll(pems: readonly string[]): Reading<readonly string[]> {
  const certificates: string[] = [];
  for (const pem of pems) {
    const certificate = readCertificate(pem);
    if (certificate === null) return refuse("a certificate that cannot be read", advice);
    if (!certificate.ca) return { complaints: [notAnAuthority(certificate)] };
    certificates.push(certificate.toString());
  }
  return { value: certificates };
}

function refuse(found: string, write: string): Reading<never> {
  return { complaints: [{ found: `expected the PEM certificate of an authority, found ${found}`, write }] };
}

function notAnAuthority(certificate: X509Certificate): Complaint {
  return {
    found: `expected the certificate of an authority, found the certificate of a server or a person (${subjectOf(certificate)})`,
    write: "Paste the certificate of the authority that signed it (its basic constraints say `CA:TRUE`).",
  };
}

/** The certificate in a PEM block; null when there is none in it. */
export function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** A certificate's subject on one line. */
export function subjectOf(certificate: X509Certificate): string {
  return certificate.subject.replaceAll("\n", ", ").slice(0, 120);
}

/** Authorities to trust beside the public ones: one PEM text or a list of them. */
export const trustedAuthorities = z
  .union([pemText, z.array(pemText, { error: "one PEM text, or a list of them" })])
  .transform((read): readonly string[] => [...new Set(read.flat())]);
