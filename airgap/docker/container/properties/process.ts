import { list, record, set } from "../../../table/compound.ts";
import { flag, text, whole } from "../../../table/shape.ts";
import { durationPattern, formatDuration, parseDuration } from "./duration.ts";
import { replaced, updated } from "./rows.ts";

const duration = (preset?: string) =>
  text({ pattern: durationPattern, like: 'a duration such as "1m30s"', ...(preset === undefined ? {} : { preset }) });

const healthcheck = record({
  tests: list(text()),
  interval: duration("0s"),
  timeout: duration("0s"),
  startPeriod: duration("0s"),
  startInterval: duration("0s"),
  retries: whole(),
});

/** What runs in a container, and as which user. */
export const processProperties = {
  image: replaced(text({ required: true }), {
    place: (Image) => ({ Image }),
    see: ({ Image, Config }, known) => (String(known.image).startsWith("sha256:") ? Image : Config.Image),
  }),
  entrypoints: replaced(list(text()), {
    whenAbsent: "kept",
    place: (Entrypoint) => ({ Entrypoint: [...Entrypoint] }),
    see: ({ Config }) => [Config.Entrypoint ?? []].flat(),
  }),
  command: replaced(list(text()), {
    whenAbsent: "kept",
    place: (Cmd) => ({ Cmd: [...Cmd] }),
    see: ({ Config }) => Config.Cmd ?? [],
  }),
  envs: replaced(set(text()), {
    whenAbsent: "kept",
    place: (Env) => ({ Env: [...Env] }),
    see: (_, { envs }) => envs ?? [],
  }),
  workingDir: replaced(text(), {
    whenAbsent: "kept",
    place: (WorkingDir) => ({ WorkingDir }),
    see: ({ Config }) => Config.WorkingDir,
  }),
  user: replaced(text(), { whenAbsent: "kept", place: (User) => ({ User }), see: ({ Config }) => Config.User }),
  groupAdds: replaced(set(text()), {
    place: (GroupAdd) => ({ HostConfig: { GroupAdd: [...GroupAdd] } }),
    see: ({ HostConfig }) => HostConfig.GroupAdd ?? [],
  }),
  init: updated(flag(), {
    whenAbsent: "kept",
    place: (Init) => ({ HostConfig: { Init } }),
    see: ({ HostConfig }) => HostConfig.Init ?? false,
  }),
  tty: replaced(flag(), { place: (Tty) => ({ Tty }), see: ({ Config }) => Config.Tty }),
  stdinOpen: replaced(flag(), {
    place: (OpenStdin) => ({ OpenStdin }),
    see: ({ Config }) => Config.OpenStdin,
  }),
  stopSignal: replaced(text(), {
    whenAbsent: "kept",
    place: (StopSignal) => ({ StopSignal }),
    see: ({ Config }) => Config.StopSignal ?? "",
  }),
  stopTimeout: replaced(whole(), {
    whenAbsent: "kept",
    place: (StopTimeout) => ({ StopTimeout }),
    see: ({ Config }) => Config.StopTimeout ?? 0,
  }),
  healthcheck: updated(healthcheck, {
    whenAbsent: "kept",
    place: ({ tests, interval, timeout, startPeriod, startInterval, retries }) => ({
      Healthcheck: {
        Test: [...tests],
        Interval: parseDuration(interval),
        Timeout: parseDuration(timeout),
        StartPeriod: parseDuration(startPeriod),
        StartInterval: parseDuration(startInterval),
        Retries: retries,
      },
    }),
    see: ({ Config: { Healthcheck } }) =>
      Healthcheck && {
        tests: Healthcheck.Test ?? [],
        interval: formatDuration(Healthcheck.Interval ?? 0),
        timeout: formatDuration(Healthcheck.Timeout ?? 0),
        startPeriod: formatDuration(Healthcheck.StartPeriod ?? 0),
        startInterval: formatDuration(Healthcheck.StartInterval ?? 0),
        retries: Healthcheck.Retries ?? 0,
      },
  }),
};
