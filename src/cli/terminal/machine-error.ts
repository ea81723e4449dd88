/** What the machine refused, for a person: it is no fault of ours. */
export interface MachineError {
  readonly message: string;
  readonly next: string;
}

/** Explains an error of the machine's own (errno(3)); null for any other. */
export function explainMachineError(error: unknown): MachineError | null {
  if (!(error instanceof Error)) return null;
  const { code, path } = detailsOf(error);
  const explain = code === null ? undefined : explanations[code];
  return explain === undefined ? explainMachineError(error.cause) : explain(path);
}

const again = "then run the same command again: it continues from here.";
const full = (path: string | null): MachineError => ({
  message: path === null ? "A disk is full" : `The disk is full: ${path} could not be written`,
  next: `Make room there, ${again} To see how full it is:  df -h ${path ?? ""}`.trimEnd(),
});
const forbidden = (path: string | null): MachineError => ({
  message: `This user may not read or write ${path ?? "a file"}`,
  next: `Run it as the user who ran it before, or give the file to this one:  ls -ld ${path ?? ""}`.trimEnd(),
});

const explanations: Readonly<Record<string, (path: string | null) => MachineError>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS: (path) => ({
    message: `${path ?? "A file"} lies on a disk that can only be read`,
    next: `Mount it so that it can be written, ${again} If it was writable before, ask the kernel why:  dmesg`,
  }),
  EIO: (path) => ({
    message: `The disk has an error: ${path ?? "a file"} cannot be read or written`,
    next: "See what the kernel says of it:  dmesg",
  }),
  EACCES: forbidden,
  EPERM: forbidden,
  EISDIR: (path) => ({
    message: `${path ?? "A path"} is a folder, and a file belongs there`,
    next: `Move the folder away, ${again}`,
  }),
  ENOTDIR: (path) => ({
    message: `A part of ${path ?? "a path"} is a file, and a folder belongs there`,
    next: `Move the file away, ${again}`,
  }),
};

function detailsOf(error: Error): { readonly code: string | null; readonly path: string | null } {
  const isOfMachine = "syscall" in error && "code" in error && typeof error.code === "string";
  return {
    code: isOfMachine ? String(error.code) : null,
    path: "path" in error && typeof error.path === "string" ? error.path : null,
  };
}
