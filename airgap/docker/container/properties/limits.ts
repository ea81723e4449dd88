import { record, set } from "../../../table/compound.ts";
import { isEmpty } from "../../../table/plain.ts";
import { flag, map, text, whole } from "../../../table/shape.ts";
import { mebibyte, replaced, updated } from "./rows.ts";

// The engine shows "CHOWN" as "CAP_CHOWN": a short name would differ for ever, and replace the container each time.
const capability = text({ pattern: /^(ALL|CAP_[A-Z_]+)$/, like: "ALL or a name such as CAP_CHOWN" });
const capabilities = record({ adds: set(capability), drops: set(capability) });
const ulimit = record({
  name: text({ required: true }),
  soft: whole({ required: true }),
  hard: whole({ required: true }),
});

/** What a container may use and do. */
export const limitProperties = {
  memory: updated(whole(), {
    place: (size) => ({ HostConfig: { Memory: size * mebibyte } }),
    see: ({ HostConfig }) => Math.trunc((HostConfig.Memory ?? 0) / mebibyte),
  }),
  memorySwap: updated(whole({ least: -1 }), {
    place: (size) => ({ HostConfig: { MemorySwap: swapBytes(size) } }),
    see: ({ HostConfig: { MemorySwap = 0 } }) => (MemorySwap > 0 ? Math.trunc(MemorySwap / mebibyte) : MemorySwap),
  }),
  memoryReservation: updated(whole(), {
    place: (size) => ({ HostConfig: { MemoryReservation: size * mebibyte } }),
    see: ({ HostConfig }) => Math.trunc((HostConfig.MemoryReservation ?? 0) / mebibyte),
  }),
  shmSize: replaced(whole(), {
    whenAbsent: "kept",
    place: (size) => ({ HostConfig: { ShmSize: size * mebibyte } }),
    see: ({ HostConfig }) => Math.trunc((HostConfig.ShmSize ?? 0) / mebibyte),
  }),
  cpus: replaced(text({ pattern: /^\d+(\.\d+)?$/, like: 'a number of processors such as "1.5"' }), {
    place: (cpus) => ({ HostConfig: { NanoCpus: Math.round(Number(cpus) * 1e9) } }),
    see: ({ HostConfig: { NanoCpus = 0 } }) => (NanoCpus > 0 ? formatProcessors(NanoCpus) : undefined),
  }),
  cpuShares: updated(whole(), {
    place: (CpuShares) => ({ HostConfig: { CpuShares } }),
    see: ({ HostConfig }) => HostConfig.CpuShares ?? 0,
  }),
  cpuSet: updated(text({ pattern: /^\d+([,-]\d+)*$/, like: 'processor numbers such as "0-2,4"' }), {
    place: (CpusetCpus) => ({ HostConfig: { CpusetCpus } }),
    see: ({ HostConfig }) => HostConfig.CpusetCpus ?? "",
  }),
  ulimits: replaced(set(ulimit), {
    place: (limits) => ({
      HostConfig: { Ulimits: limits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) },
    }),
    see: ({ HostConfig }, known) =>
      isEmpty(known.ulimits)
        ? undefined
        : (HostConfig.Ulimits ?? []).map(({ Name, Soft, Hard }) => ({
            name: Name ?? "",
            soft: Soft ?? 0,
            hard: Hard ?? 0,
          })),
  }),
  capabilities: replaced(capabilities, {
    place: ({ adds, drops }) => ({ HostConfig: { CapAdd: [...adds], CapDrop: [...drops] } }),
    see: ({ HostConfig: { CapAdd, CapDrop } }) =>
      isEmpty([...(CapAdd ?? []), ...(CapDrop ?? [])]) ? undefined : { adds: CapAdd ?? [], drops: CapDrop ?? [] },
  }),
  securityOpts: replaced(set(text()), {
    whenAbsent: "kept",
    place: (options) => ({ HostConfig: { SecurityOpt: [...options] } }),
    see: ({ HostConfig }) => HostConfig.SecurityOpt ?? [],
  }),
  readOnly: replaced(flag(), {
    place: (ReadonlyRootfs) => ({ HostConfig: { ReadonlyRootfs } }),
    see: ({ HostConfig }) => HostConfig.ReadonlyRootfs ?? false,
  }),
  sysctls: replaced(map(), {
    place: (Sysctls) => ({ HostConfig: { Sysctls } }),
    see: ({ HostConfig }) => HostConfig.Sysctls ?? {},
  }),
};

/** Bytes of a swap limit in mebibytes; -1, for no limit, stays -1. */
export function swapBytes(size: number): number {
  return size > 0 ? size * mebibyte : size;
}

/** How the official provider writes processors back: "1.0" and "0.5", but "10." (nanoInt64ToDecimalString in its helpers). */
export function formatProcessors(nanoProcessors: number): string {
  const digits = (nanoProcessors / 1e9).toFixed(9);
  const zeros = digits.split("0").length - 1;
  return zeros === 9 ? (nanoProcessors / 1e9).toFixed(1) : digits.replace(/0+$/, "");
}
