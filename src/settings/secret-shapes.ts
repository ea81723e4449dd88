/** What secrets look like: key blocks, tokens of Synapse and of well-known services, passwords within addresses, signing keys, long random text. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/,
  /\b(syt|syl|syr|mct|mcr|mat|mas)_[A-Za-z0-9_-]{12,}/, // synapse/rest/client/login.py, Matrix Authentication Service
  /\b(gh[opsu]_[A-Za-z0-9]{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{16,}|AKIA[A-Z0-9]{16})/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, // JSON Web Token (RFC 7519)
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]*:[^\s/?#@]+@/i, // user:password@host (RFC 3986, section 3.2.1)
  /\bed25519 \w+ [A-Za-z0-9+/]{43}\b/, // signing.key of Synapse
];

/** Whether a text looks like a secret. Names, sentences and addresses do not; 32 characters and more of random letters and digits do. */
export function looksSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text)) || text.split(/[\s"'=,;]+/).some(isRandom);
}

/** Text of one alphabet that no person makes up: hexadecimal, or base64 with capitals, small letters and digits mixed. */
function isRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return new Set(word.toLowerCase()).size >= 8;
  if (!/^[A-Za-z0-9+/_-]{32,}$/.test(word)) return false;
  const kinds = [/[A-Z]/g, /[a-z]/g, /[0-9]/g].map((kind) => word.match(kind)?.length ?? 0);
  return kinds.every((count) => count >= 2) && new Set(word).size >= 16;
}
