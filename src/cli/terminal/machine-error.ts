import { dirname } from "node:path";

/** An error of the machine, such as a full disk, as a message: it is not a fault in chatkeep. */
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

const again = "then run the same command again. It continues from here.";
const full = (path: string | null): MachineError => ({
  message: path === null ? "A disk is full" : `The disk is full: ${path} cannot be written`,
  next: `Free some space, ${again} To see how full the disk is:  df -h ${path === null ? "" : dirname(path)}`.trimEnd(),
});
const forbidden = (path: string | null): MachineError => ({
  message: `This user may not read or write ${path ?? "a file"}`,
  next: `Run the command as the user who ran it before, or change the owner of the file. To see the owner:  ls -ld ${path ?? ""}`.trimEnd(),
});

const explanations: Readonly<Record<string, (path: string | null) => MachineError>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS: (path) => ({
    message: `${path ?? "A file"} is on a read-only file system`,
    next: `Mount it with write access, ${again} If it was writable before, the kernel log has the reason:  dmesg`,
  }),
  EIO: (path) => ({
    message: `The disk has an error: ${path ?? "a file"} cannot be read or written`,
    next: "Read the kernel log:  dmesg",
  }),
  EACCES: forbidden,
  EPERM: forbidden,
  EISDIR: (path) => ({
    message: `${path ?? "A path"} is a folder, but it must be a file`,
    next: `Move the folder away, ${again}`,
  }),
  // mkdir(2): a file is where a folder should be
  EEXIST: (path) => ({
    message: `${path ?? "A path"} is a file, but it must be a folder`,
    next: "Name another folder, or move the file away. Then run the same command again. It continues from here.",
  }),
  ENOTDIR: (path) => ({
    message: `A part of ${path ?? "a path"} is a file, but it must be a folder`,
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
