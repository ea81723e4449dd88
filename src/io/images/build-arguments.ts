import type { LocalImage } from "./local-image.ts";

/** The proxy words a build knows without an ARG line (Dockerfile reference, "Predefined ARGs"), and the package mirrors a closed site sets. */
const PROXIES = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
const EXCEPTIONS = ["no_proxy", "NO_PROXY"];
const MIRRORS = ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "GOPROXY", "GOSUMDB"];
const RULES = ["PIP_TRUSTED_HOST", "GONOSUMDB"];

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything the recipe's ARG lines get: the exact versions, the base, and this machine's proxy and mirrors. */
export function buildArgumentsOf(image: LocalImage, environment: Environment): Readonly<Record<string, string>> {
  const base = image.base === null ? {} : { BASE: image.base.local };
  return { ...proxiesOf(environment), ...set([...MIRRORS, ...RULES], environment), ...image.buildArguments, ...base };
}

/** The proxies a build goes through, and what it reaches without. */
export function proxiesOf(environment: Environment): Readonly<Record<string, string>> {
  return set([...PROXIES, ...EXCEPTIONS], environment);
}

/** Every address that a build is told to get something from or through. */
export function mirrorsOf(environment: Environment): readonly string[] {
  return Object.values(set([...PROXIES, ...MIRRORS], environment));
}

function set(names: readonly string[], environment: Environment): Readonly<Record<string, string>> {
  const found = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
