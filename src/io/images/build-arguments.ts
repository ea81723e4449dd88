import type { LocalImage } from "./local-image.ts";

/** The proxy words a build knows without an ARG line (Dockerfile reference, "Predefined ARGs"), and the package mirrors a closed site sets. */
const PASSED_ON = [
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "PIP_INDEX_URL",
  "PIP_EXTRA_INDEX_URL",
  "PIP_TRUSTED_HOST",
  "GOPROXY",
  "GOSUMDB",
  "GONOSUMDB",
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything the recipe's ARG lines get: the exact versions, the base, and this machine's proxy and mirrors. */
export function buildArgumentsOf(image: LocalImage, environment: Environment): Readonly<Record<string, string>> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  const base = image.base === null ? {} : { BASE: image.base.local };
  return { ...Object.fromEntries(passed), ...image.buildArguments, ...base };
}
