import { createPrivateKey, type KeyObject } from "node:crypto";
import { type Block, binaryForm, blocksOf, type Flaw, isPrivateKey } from "./form.ts";

/** Reads a key file; returns a problem for each kind of file that is not a key or that the proxy does not support. Its content is never shown. */
export function readKeyFile(text: string, path: string): KeyObject | Flaw {
  const blocks = blocksOf(text);
  const flaw = blocks.some(isPrivateKey) ? formFlaw(blocks, text, path) : noKey(blocks, text, path);
  if (flaw !== null) return flaw;
  try {
    const key = createPrivateKey(text);
    return kindFlaw(key, path) ?? key;
  } catch {
    return {
      found: `${path} is not a readable private key`,
      write: "Replace it with the key as PEM, without a passphrase.",
    };
  }
}

/** Keys that OpenSSL and OpenSSH read, and a server that starts by itself does not (RFC 5958; RFC 1421, section 4.6.1.1). */
function formFlaw(blocks: readonly Block[], text: string, path: string): Flaw | null {
  const isEncrypted = blocks.some(({ label }) => label === "ENCRYPTED PRIVATE KEY");
  if (isEncrypted || /^Proc-Type: 4,ENCRYPTED/m.test(text))
    return {
      found: `${path} is protected by a passphrase, which cannot be typed when the server starts`,
      write: `Remove the passphrase:  openssl pkey -in ${path} -out NEW.pem`,
    };
  if (blocks.some(({ label }) => label === "OPENSSH PRIVATE KEY"))
    return {
      found: `${path} is an SSH key`,
      write: "Replace it with the private key of the certificate, as PEM.",
    };
  return null;
}

function noKey(blocks: readonly Block[], text: string, path: string): Flaw {
  const write = "Replace it with the certificate's private key, as PEM.";
  if (blocks.some(({ label }) => label.endsWith("CERTIFICATE")))
    return { found: `${path} is a certificate`, write: `${write} The chain belongs in the file of certificateFile.` };
  if (blocks.some(({ label }) => label.endsWith("CERTIFICATE REQUEST")))
    return { found: `${path} is a certificate request, not a private key`, write };
  if (blocks.some(({ label }) => label.endsWith("PUBLIC KEY"))) return { found: `${path} is a public key`, write };
  if (blocks.some(({ label }) => label === "EC PARAMETERS"))
    return { found: `${path} contains the parameters of a key's curve, and no key`, write };
  return binaryFlaw(text, path);
}

function binaryFlaw(text: string, path: string): Flaw {
  switch (binaryForm(text)) {
    case "DER":
      return {
        found: `${path} is in DER, the binary format`,
        write: `Convert it:  openssl pkey -inform DER -in ${path} -out NEW.pem`,
      };
    case "PKCS#12":
      return {
        found: `${path} is a PKCS#12 archive`,
        write: `Take the key out:  openssl pkcs12 -nocerts -nodes -in ${path} -out NEW.pem`,
      };
    default:
      return {
        found: `${path} is not a readable private key`,
        write: "Replace it with the key as PEM, without a passphrase.",
      };
  }
}

/** Curves that Go's standard library serves with (crypto/tls). */
const curves: readonly string[] = ["secp224r1", "prime256v1", "secp384r1", "secp521r1"];
/** `id-prime-field` (RFC 3279, section 2.3.5): the curve's parameters follow, instead of its name. */
const writtenOut = Buffer.from("06072a8648ce3d0101", "hex");

/** Keys that OpenSSL reads and Caddy refuses at its start: seen with Caddy 2.11.9. */
function kindFlaw(key: KeyObject, path: string): Flaw | null {
  const { asymmetricKeyType: kind = "unknown", asymmetricKeyDetails: details } = key;
  const write = "Get a certificate for an EC key of the curve prime256v1, or for an RSA key of 2048 bits or more.";
  if (!["rsa", "ec", "ed25519"].includes(kind))
    return { found: `${path} is a key of the type ${kind}, which the proxy does not support`, write };
  if (kind !== "ec") return null;
  if (key.export({ type: "pkcs8", format: "der" }).includes(writtenOut))
    return {
      found: `the key in ${path} has explicit EC parameters, which the proxy does not support`,
      write: `Convert it to a named curve:  openssl ec -in ${path} -param_enc named_curve -out NEW.pem  A certificate that was issued for such a key contains the same parameters: get a new one.`,
    };
  const curve = details?.namedCurve ?? "unknown";
  return curves.includes(curve)
    ? null
    : { found: `the key in ${path} uses the curve ${curve}, which the proxy does not support`, write };
}
