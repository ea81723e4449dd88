/** What an OpenSSH private key begins with, once it is decoded (openssh-portable, PROTOCOL.key). */
const magic = "openssh-key-v1\0";

/** What is wrong with a text that should sign in at a backup target: a private key of SSH without a passphrase, or one line; null if nothing is. */
export function problemInCredential(text: string): string | null {
  if (text.includes("-----BEGIN")) return problemInKey(text);
  if (/^(ssh-(ed25519|rsa)|ecdsa-sha2-\S+) AAAA/.test(text))
    return "this is a public key; the private key is in the file beside it, whose name does not end in .pub";
  return /^[^\p{Cc}]{1,1024}$/u.test(text) ? null : "this is neither a password on one line nor a private key of SSH";
}

function problemInKey(text: string): string | null {
  const [, kind = "", body = ""] =
    /^-----BEGIN ([A-Z ]+)-----\n([\s\S]+)\n-----END \1-----\s*$/.exec(text.replaceAll("\r\n", "\n")) ?? [];
  if (!kind.endsWith("PRIVATE KEY")) return "this is not a whole private key";
  const hasPassphrase = kind === "OPENSSH PRIVATE KEY" ? isEncrypted(body) : /ENCRYPTED/.test(`${kind} ${body}`);
  return hasPassphrase
    ? "this private key has a passphrase, and backups run while no one is there to type it; make one without for this server (ssh-keygen -t ed25519 -N '')"
    : null;
}

/** The name of the cipher follows as a string; `none` where there is no passphrase. */
function isEncrypted(body: string): boolean {
  const bytes = Buffer.from(body, "base64");
  const at = magic.length;
  if (bytes.subarray(0, at).toString("latin1") !== magic) return false;
  return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)).toString("latin1") !== "none";
}
