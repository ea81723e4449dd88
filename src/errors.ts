/** One thing wrong in what a person wrote: where it stands, what was found there and what to write instead. */
export interface Problem {
  readonly file: string | null;
  readonly line: number | null;
  /** From 1; absent where the line says enough. */
  readonly column?: number;
  /** The setting's path as the person sees it, such as `chatkeep:tls.mode`. */
  readonly key: string;
  readonly found: string;
  readonly write: string;
}

/** What you wrote is wrong (exit code 2): every problem of your files at once. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

/** The running server, or the engine under it, does not do what it should (exit code 1). */
export class StackError extends Error {
  override readonly name = "StackError";
  readonly next: string | null;
  constructor(
    message: string,
    { next = null, cause }: { readonly next?: string | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.next = next;
  }
}

/** A key does not open what it should, or a backup is not what it should be (exit code 1). */
export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly next: string;
  constructor(message: string, { next, cause }: { readonly next: string; readonly cause?: unknown }) {
    super(message, { cause });
    this.next = next;
  }
}

/** The run was stopped on request: it did not fail, and nothing is tried again. */
export class StoppedOnRequest extends StackError {}

/** We will not do this (exit code 2): doing it would lose or open something; `next` names the way to take instead. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly next: string;
  constructor(message: string, { next }: { readonly next: string }) {
    super(message);
    this.next = next;
  }
}

/** One line for one problem: place, key, what was found, what to write. */
export function describeProblem({ file, line, column, key, found, write }: Problem): string {
  const place = [file, line, line === null ? null : (column ?? null)].filter((part) => part !== null).join(":");
  return `${place === "" ? "" : `${place}: `}${key}: ${found}. ${write}`;
}
