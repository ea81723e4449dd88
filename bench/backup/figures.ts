/** What a backup took. */
export interface BackupFigure {
  readonly seconds: number;
  /** What it added to the place where backups are. */
  readonly bytes: number;
}

/** One contestant. */
export interface BackupSide {
  readonly first: BackupFigure;
  /** After one in a hundred events and files more. */
  readonly second: BackupFigure;
  /** To a server that a member has read all rooms of. */
  readonly restoreSeconds: number;
}

/** What both came to. */
export interface BackupFigures {
  readonly events: number;
  readonly mediaMebibytes: number;
  readonly ours: BackupSide;
  readonly byHand: BackupSide;
  /** Where our restore's seconds went, by stage. */
  readonly stages: Readonly<Record<string, number>>;
}

/** The figures as a Markdown table. */
export function backupTable({ events, mediaMebibytes, ours, byHand, stages }: BackupFigures): string {
  const row = (what: string, of: (side: BackupSide) => number, aim: string) =>
    `| ${what} | ${of(ours).toFixed(1)} | ${of(byHand).toFixed(1)} | ${(of(byHand) / of(ours)).toFixed(1)} | ${aim} |`;
  const megabytes = ({ bytes }: BackupFigure) => bytes / 1e6;
  return [
    `| ${events} events and ${mediaMebibytes} MiB of media | chatkeep | pg_dump, tar and gzip | times better | aim |`,
    "|---|---|---|---|---|",
    row("first backup, s", ({ first }) => first.seconds, ""),
    row("first backup, MB", ({ first }) => megabytes(first), ""),
    row("second backup, after 1 % more, s", ({ second }) => second.seconds, "5"),
    row("second backup, MB added", ({ second }) => megabytes(second), "10"),
    row("restore, to a server that is read from, s", ({ restoreSeconds }) => restoreSeconds, "1"),
    "",
    `Our restore, stage by stage: ${Object.entries(stages)
      .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
      .join(", ")}.`,
  ].join("\n");
}
