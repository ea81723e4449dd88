import type { Delivered } from "../../../actions/team/onboarding/deliver.ts";

/** What was written and sent, and what to do with it. */
export function deliveredLines(delivered: readonly Delivered[]): readonly string[] {
  const files = delivered.flatMap((each) => each.files);
  const mailed = delivered.filter(({ mailedTo }) => mailedTo !== null);
  return [...problemLines(delivered), ...mailLines(mailed), ...(files.length === 0 ? [] : sheetLines(files))];
}

function problemLines(delivered: readonly Delivered[]): readonly string[] {
  const failed = delivered.flatMap(({ user, mailProblem }) =>
    mailProblem === null ? [] : [`  ${user}: ${mailProblem}`],
  );
  return failed.length === 0
    ? []
    : ["These mails were not sent. The sheets were written instead:", ...shortened(failed)];
}

function mailLines(mailed: readonly Delivered[]): readonly string[] {
  if (mailed.length === 0) return [];
  const lacksSecret = mailed.some(({ files }) => files.length > 0);
  return [
    `Sent ${mailed.length === 1 ? "a mail" : `${mailed.length} mails`}:`,
    ...shortened(mailed.map(({ user, mailedTo }) => `  ${user} at ${mailedTo}`)),
    ...(lacksSecret
      ? ["The mails hold no password: hand over the sheets. To change that:  chatkeep:mail: { passwords: true }"]
      : []),
  ];
}

function sheetLines(files: readonly string[]): readonly string[] {
  return [
    "Sheets, which hold the password or token:",
    ...shortened(files.map((file) => `  ${file}`)),
    "Print them, hand them over, then delete the files.",
  ];
}

function shortened(lines: readonly string[]): readonly string[] {
  const most = 24;
  return lines.length <= most ? lines : [...lines.slice(0, most), `  and ${lines.length - most} more`];
}
