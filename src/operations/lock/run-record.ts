/** The command that runs on a stack: the holder of the lock writes it to `running.json`. */
export interface RunRecord {
  readonly version: 1;
  /** The mark that all processes of the run carry. */
  readonly run: string;
  readonly command: string;
  readonly pid: number;
  /** When that process was started, as the kernel counts; null where the machine does not tell. */
  readonly startedAt: string | null;
  readonly host: string;
  /** Runs that were killed before, whose processes are perhaps still to be ended. */
  readonly earlier: readonly string[];
}

/** What is known of the process that wrote a record. */
export interface RunFacts {
  readonly host: string;
  readonly alive: boolean;
  readonly startedAt: string | null;
  /** Whether a Pulumi that it started is still at work. */
  readonly pulumiAtWork: boolean;
}

/** Whether a run continues, only its Pulumi still runs, it has ended, or that is unknown. */
export function judgeRun(record: RunRecord, facts: RunFacts): "live" | "finishing" | "dead" | "elsewhere" {
  if (record.host !== facts.host) return "elsewhere";
  if (facts.alive && record.startedAt === facts.startedAt) return "live";
  return facts.pulumiAtWork ? "finishing" : "dead";
}

/** Reads `running.json`; null when it is none, as after a power cut. */
export function parseRunRecord(text: string): RunRecord | null {
  try {
    const record: Partial<RunRecord> | null = JSON.parse(text);
    return record?.version === 1 && typeof record.run === "string" ? (record as RunRecord) : null;
  } catch {
    return null;
  }
}
