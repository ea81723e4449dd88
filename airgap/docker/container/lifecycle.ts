import { isDeepStrictEqual } from "node:util";
import { isEmpty } from "../../table/plain.ts";
import { flag, map, text, whole } from "../../table/shape.ts";
import { labelsSet, toEngineLabels } from "../labels.ts";
import { computed, replaced, updated } from "./properties/rows.ts";

/** What a container is called, when it runs and ends, and what becomes of its words. */
export const lifecycleProperties = {
  name: replaced(text({ required: true }), { place: (name) => ({ name }), see: ({ Name }) => Name.replace(/^\//, "") }),
  labels: replaced(labelsSet, {
    whenAbsent: "kept",
    same: (old, written) => isEmpty(written) || isDeepStrictEqual(old, written),
    place: (labels) => ({ Labels: toEngineLabels(labels) }),
    see: (_, { labels }) => labels ?? [], // the image's own labels are among those that the engine shows
  }),
  restart: updated(
    text({ preset: "no", pattern: /^(no|on-failure|always|unless-stopped)$/, like: "a restart policy" }),
    {
      place: (Name) => ({ HostConfig: { RestartPolicy: { Name } } }),
      see: ({ HostConfig }) => HostConfig.RestartPolicy?.Name || "no",
    },
  ),
  maxRetryCount: updated(whole(), {
    place: (MaximumRetryCount) => ({ HostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount } } }),
    see: ({ HostConfig }) => HostConfig.RestartPolicy?.MaximumRetryCount ?? 0,
  }),
  rm: updated(flag(), {
    place: (AutoRemove) => ({ HostConfig: { AutoRemove } }),
    see: ({ HostConfig }) => HostConfig.AutoRemove ?? false,
  }),
  start: updated(flag({ preset: true })),
  mustRun: updated(flag({ preset: true }), {
    see: ({ State }, { mustRun }) => (mustRun === true && !State.Running ? false : undefined),
  }),
  wait: updated(flag()),
  waitTimeout: updated(whole({ preset: 60 })),
  attach: updated(flag()),
  logs: updated(flag()),
  destroyGraceSeconds: updated(whole()),
  removeVolumes: updated(flag({ preset: true })),
  containerReadRefreshTimeoutMilliseconds: updated(whole({ preset: 15_000 })),
  logDriver: replaced(text(), {
    whenAbsent: "kept",
    place: (Type) => ({ HostConfig: { LogConfig: { Type, Config: {} } } }),
    see: ({ HostConfig }) => HostConfig.LogConfig?.Type ?? "",
  }),
  logOpts: replaced(map(), {
    place: (Config) => ({ HostConfig: { LogConfig: { Type: "", Config } } }),
    see: ({ HostConfig }, { logOpts }) => (isEmpty(logOpts) ? undefined : HostConfig.LogConfig?.Config),
  }),
  exitCode: computed(whole(), { see: ({ State }) => (State.Running ? undefined : State.ExitCode) }),
  containerLogs: computed(text()),
  runtime: computed(text(), { see: ({ HostConfig }) => HostConfig.Runtime ?? "" }),
  platform: computed(text(), { see: ({ Platform }) => Platform }),
  ipcMode: computed(text(), { see: ({ HostConfig }) => HostConfig.IpcMode ?? "" }),
};
