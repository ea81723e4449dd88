import { X509Certificate } from "node:crypto";
import { type Block, binaryForm, blocksOf, type Flaw, isPrivateKey } from "./form.ts";

/** The certificates in a file, the server's own first. */
export type Chain = readonly [X509Certificate, ...X509Certificate[]];

/** Reads a certificate file; returns a problem for each kind of file that is not a certificate or that the proxy does not support. */
export function readCertificateFile(text: string, path: string): Chain | Flaw {
  const blocks = blocksOf(text);
  const flaw = flawOf(blocks, text, path);
  if (flaw !== null) return flaw;
  const [first, ...rest] = blocks.filter(({ label }) => label === "CERTIFICATE").map(parse);
  const damaged = [first, ...rest].indexOf(null);
  if (first === undefined || first === null || damaged >= 0)
    return { found: `certificate ${damaged + 1} in ${path} is damaged`, write: "Copy the file again." };
  return [first, ...rest.filter((each) => each !== null)];
}

function flawOf(blocks: readonly Block[], text: string, path: string): Flaw | null {
  const isThere = (label: string) => blocks.some((each) => each.label === label);
  if (blocks.some(isPrivateKey)) return withKey(isThere("CERTIFICATE"), path);
  if (isThere("CERTIFICATE")) return null;
  if (isThere("TRUSTED CERTIFICATE"))
    return {
      found: `${path} is in OpenSSL's own format (TRUSTED CERTIFICATE)`,
      write: `Convert it:  openssl x509 -in ${path} -out NEW.pem`,
    };
  if (isThere("PKCS7") || isThere("CMS"))
    return {
      found: `${path} is a PKCS#7 archive`,
      write: `Take the chain out:  openssl pkcs7 -print_certs -in ${path} -out NEW.pem`,
    };
  if (blocks.some(({ label }) => label.endsWith("CERTIFICATE REQUEST")))
    return {
      found: `${path} is a certificate request, not a certificate`,
      write: "Replace it with the certificate that the authority issued for it, and its chain.",
    };
  return withoutBlocks(text, path);
}

/** chatkeep does not treat this file as a secret, so a private key in it could be read by others. */
function withKey(hasCertificate: boolean, path: string): Flaw {
  return hasCertificate
    ? {
        found: `${path} also contains a private key`,
        write: "Leave only the certificates in it. The key belongs in the file of chatkeep:tls.keyFile.",
      }
    : {
        found: `${path} is a private key`,
        write: "Replace it with the certificate chain. The key belongs in the file of chatkeep:tls.keyFile.",
      };
}

function withoutBlocks(text: string, path: string): Flaw {
  switch (binaryForm(text)) {
    case "DER":
      return {
        found: `${path} is in DER, the binary format`,
        write: `Convert it:  openssl x509 -inform DER -in ${path} -out NEW.pem  and put the chain below it.`,
      };
    case "PKCS#12":
      return {
        found: `${path} is a PKCS#12 archive`,
        write: `Take the chain out:  openssl pkcs12 -nokeys -in ${path} -out NEW.pem  and the key:  openssl pkcs12 -nocerts -nodes -in ${path} -out KEY.pem`,
      };
    default:
      return {
        found: `${path} is not a PEM certificate`,
        write: "Write the certificate chain into it, the server's own certificate first.",
      };
  }
}

function parse({ text }: Block): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

/** The server's own certificate, at any place: the first that names these hosts, else the first that is not an authority's. */
export function ownIn(chain: Chain, hosts: readonly string[]): X509Certificate {
  const named = chain.find((each) => hosts.every((host) => each.checkHost(host) !== undefined));
  return named ?? chain.find(({ ca }) => !ca) ?? chain[0];
}

/** What is wrong with the order (RFC 8446, section 4.4.2: each certificate directly certifies the one before it); null where nothing is. */
export function orderFlaw(chain: Chain, own: X509Certificate, path: string): Flaw | null {
  const place = chain.indexOf(own);
  const write = `Put the server's own certificate first in ${path}, then the certificate that signed it, and so on.`;
  if (place > 0)
    return { found: `the server's own certificate is number ${place + 1} in ${path}, not the first`, write };
  const late = chain.findIndex((each, index) => index > 0 && isOutOfPlace(chain, index, each));
  if (late < 0) return null;
  return {
    found: `certificate ${late + 1} in ${path} did not sign the one before it, but another one in the file did`,
    write,
  };
}

function isOutOfPlace(chain: Chain, index: number, signer: X509Certificate): boolean {
  const before = chain[index - 1];
  if (before === undefined || isSignedBy(before, signer)) return false;
  return chain.some((each) => each !== before && isSignedBy(before, each));
}

function isSignedBy(certificate: X509Certificate, signer: X509Certificate): boolean {
  return certificate.checkIssued(signer);
}
