/** Top-level names that no public authority certifies: RFC 6761 (localhost, test, invalid, example), RFC 6762 appendix G and RFC 8375 (local networks), RFC 7686 (onion), ICANN's resolution 2024.07.29.06 (internal). */
const privateEnds = [
  "localhost",
  "test",
  "invalid",
  "example",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "onion",
] as const;

/** Why no public authority gives this name a certificate; null when one may. */
export function whyUncertifiable(name: string): string | null {
  const end = privateEnds.find((each) => name === each || name.endsWith(`.${each}`));
  if (end !== undefined)
    return name === end
      ? `\`${name}\` is not a public name`
      : `\`${name}\` ends in \`.${end}\`, which is not a public domain`;
  return name.includes(".") ? null : `\`${name}\` has no dot, so it is in no public domain`;
}

/** Whether a name means the machine it is looked up on (RFC 6761, section 6.3). */
export function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}
