const everyHalfSecond = 500;

/** Ends this process when its parent ends, or when it is asked to: a killed `pulumi up` must leave nothing running. */
export function endWithParent(): void {
  const parent = process.ppid; // read again each time: an orphan gets another parent (getppid(2))
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, everyHalfSecond).unref();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));
}
