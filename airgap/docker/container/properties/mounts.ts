import type { MountSettings } from "dockerode";
import { isEmpty, type Plain } from "../../../table/plain.ts";
import { fromEngineLabels, toEngineLabels } from "../../labels.ts";

/** One of a container's mounts, everything absent filled in. */
export type Mount = {
  readonly type: string;
  readonly target: string;
  readonly source: string;
  readonly readOnly: boolean;
  readonly bindOptions: { readonly propagation: string };
  readonly volumeOptions: {
    readonly noCopy: boolean;
    readonly labels: readonly { readonly label: string; readonly value: string }[];
    readonly driverName: string;
    readonly driverOptions: Readonly<Record<string, string>>;
  };
  readonly tmpfsOptions: { readonly sizeBytes: number; readonly mode: number };
};

/** The engine's form of a mount: only the options of its own kind (Docker Engine API, Mount). */
export function toMountSettings(mount: Mount): MountSettings {
  const { type, target, source, readOnly } = mount;
  const settings = { Type: type as MountSettings["Type"], Target: target, Source: source, ReadOnly: readOnly };
  return { ...settings, ...optionsOf(mount) };
}

/** A mount as the engine shows it, as the provider has it. */
export function seeMount(mount: MountSettings): Plain {
  const { BindOptions, VolumeOptions, TmpfsOptions } = mount;
  return {
    type: mount.Type,
    target: mount.Target,
    source: mount.Source ?? "",
    readOnly: mount.ReadOnly ?? false,
    bindOptions: BindOptions ? { propagation: BindOptions.Propagation } : null,
    volumeOptions: VolumeOptions
      ? {
          noCopy: VolumeOptions.NoCopy ?? false,
          labels: fromEngineLabels(VolumeOptions.Labels),
          driverName: VolumeOptions.DriverConfig?.Name ?? "",
          driverOptions: VolumeOptions.DriverConfig?.Options ?? {},
        }
      : null,
    tmpfsOptions: TmpfsOptions ? { sizeBytes: TmpfsOptions.SizeBytes ?? 0, mode: TmpfsOptions.Mode ?? 0 } : null,
  };
}

function optionsOf({ type, bindOptions, volumeOptions, tmpfsOptions }: Mount): Partial<MountSettings> {
  if (type === "bind" && !isEmpty(bindOptions))
    return { BindOptions: { Propagation: bindOptions.propagation } as NonNullable<MountSettings["BindOptions"]> };
  if (type === "tmpfs" && !isEmpty(tmpfsOptions))
    return { TmpfsOptions: { SizeBytes: tmpfsOptions.sizeBytes, Mode: tmpfsOptions.mode } };
  if (type !== "volume" || isEmpty(volumeOptions)) return {};
  const { noCopy, labels, driverName, driverOptions } = volumeOptions;
  return {
    VolumeOptions: {
      NoCopy: noCopy,
      Labels: toEngineLabels(labels),
      DriverConfig: { Name: driverName, Options: { ...driverOptions } },
    },
  };
}
