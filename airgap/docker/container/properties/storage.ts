import { record, set } from "../../../table/compound.ts";
import { isEmpty } from "../../../table/plain.ts";
import { flag, map, text, whole } from "../../../table/shape.ts";
import { labelsSet } from "../../labels.ts";
import { seeMount, toMountSettings } from "./mounts.ts";
import { replaced, updated } from "./rows.ts";
import { upload } from "./uploads.ts";

const path = { pattern: /^\//, like: "an absolute path" };

const volume = record(
  { volumeName: text(), hostPath: text(path), containerPath: text({ required: true, ...path }), readOnly: flag() },
  ({ volumeName, hostPath }) =>
    isEmpty(volumeName) === isEmpty(hostPath) ? "write either volumeName or hostPath" : null,
);

const mount = record({
  type: text({ required: true, pattern: /^(bind|volume|tmpfs)$/, like: "bind, volume or tmpfs" }),
  target: text({ required: true }),
  source: text(),
  readOnly: flag(),
  bindOptions: record({
    propagation: text({ pattern: /^r?(private|shared|slave)$/, like: "private, shared or slave" }),
  }),
  volumeOptions: record({ noCopy: flag(), labels: labelsSet, driverName: text(), driverOptions: map() }),
  tmpfsOptions: record({ sizeBytes: whole(), mode: whole() }),
});

/** What a container reads and writes. */
export const storageProperties = {
  volumes: replaced(set(volume), {
    place: (volumes) => ({
      Volumes: Object.fromEntries(volumes.map(({ containerPath }) => [containerPath, {}])),
      HostConfig: {
        Binds: volumes.map(
          ({ volumeName, hostPath, containerPath, readOnly }) =>
            `${hostPath || volumeName}:${containerPath}:${readOnly ? "ro" : "rw"}`,
        ),
      },
    }),
  }),
  mounts: replaced(set(mount), {
    place: (mounts) => ({ HostConfig: { Mounts: mounts.map(toMountSettings) } }),
    see: ({ HostConfig }) => (HostConfig.Mounts ?? []).map(seeMount),
  }),
  tmpfs: updated(map(), {
    place: (Tmpfs) => ({ HostConfig: { Tmpfs } }),
    see: ({ HostConfig }) => HostConfig.Tmpfs ?? {},
  }),
  uploads: replaced(set(upload)),
};
