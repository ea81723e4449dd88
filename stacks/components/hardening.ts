/** The restrictions of every container, and the limit of its logs. */
export const hardening = {
  securityOpts: ["no-new-privileges:true"],
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
};

/** A memory limit without swap beside it: both must be set, or the provider sees a change at every run. */
export function memoryLimit(mebibytes: number): { memory: number; memorySwap: number } {
  return { memory: mebibytes, memorySwap: mebibytes };
}
