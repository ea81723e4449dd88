/**
 * Whether a stack file holds no settings, and nothing but what Pulumi leaves where it found no such file: it writes its salt into a new one
 * (sdk/go/common/workspace, "ProjectStack").
 */
export function isStub(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.length > 0 && lines.every((line) => /^(encryptionsalt:|config:\s*(\{\s*\})?\s*$)/.test(line));
}
