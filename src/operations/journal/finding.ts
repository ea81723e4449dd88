/** What is wrong with a journal; entries are counted by their number, lines as an editor counts them. */
export type JournalFinding =
  | { readonly kind: "changed"; readonly entry: number; readonly line: number }
  | { readonly kind: "removed"; readonly entry: number; readonly to: number }
  /** Removed from the end, or an end that is not whole. */
  | { readonly kind: "cutOff"; readonly entry: number; readonly to: number }
  /** An entry that stands before the one it followed. */
  | { readonly kind: "moved"; readonly entry: number; readonly line: number; readonly before: number }
  | { readonly kind: "added"; readonly line: number }
  /** What was written before the chain began is not what it was. */
  | { readonly kind: "changedBefore"; readonly lines: number }
  /** There is neither a journal nor its last hash, though the server was brought up from here. */
  | { readonly kind: "gone" }
  /** The file with the last hash is gone, or was when that entry was written: entries before may have been cut off. */
  | { readonly kind: "unsealed"; readonly entry: number | null };

/** A finding, as a person reads it. */
export function describeFinding(finding: JournalFinding): string {
  switch (finding.kind) {
    case "changed":
      return `entry ${finding.entry} (line ${finding.line}) was changed after it was written`;
    case "removed":
      return finding.entry === finding.to
        ? `entry ${finding.entry} was removed`
        : `entries ${finding.entry} to ${finding.to} were removed`;
    case "cutOff":
      return finding.entry === finding.to
        ? `entry ${finding.entry} was cut off`
        : `entries ${finding.entry} to ${finding.to} were cut off`;
    case "moved":
      return `entry ${finding.entry} (line ${finding.line}) is before entry ${finding.before}: their order was changed`;
    case "added":
      return `line ${finding.line} was added: chatkeep did not write it`;
    case "changedBefore":
      return finding.lines === 0
        ? "the lines from before the chain began were removed"
        : `lines 1 to ${finding.lines}, from before the chain began, were changed`;
    case "unsealed":
      return finding.entry === null
        ? "the file with the last hash is missing or damaged, so it is unknown whether entries were cut off at the end"
        : `the file with the last hash was missing or damaged when entry ${finding.entry} was written, so entries before it may have been cut off`;
    case "gone":
      return "the journal and its last hash were removed: this server was created from here, so it must have entries";
    default:
      return finding satisfies never;
  }
}
