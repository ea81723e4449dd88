/** The set-up is plain JavaScript that has to run on old Node versions; these are the shapes its tests rely on. */
declare module "*/bootstrap/node/compare-versions.mjs" {
  export function parseVersion(text: string): readonly [number, number, number] | null;
  export function isAtLeast(version: string, floor: string): boolean;
}

declare module "*/bootstrap/node/versions.mjs" {
  export const versions: {
    readonly node: { readonly floor: string; readonly exact: string };
    readonly pulumi: { readonly floor: string; readonly exact: string };
    readonly plugins: Readonly<Record<string, string>>;
    readonly goFloor: string;
  };
}

declare module "*/bootstrap/needs.mjs" {
  interface Needs {
    readonly pulumi: boolean;
    readonly engine: "install" | "find" | "none";
  }
  export const NEEDS: Readonly<Record<string, Needs>>;
  export function needsOf(args: readonly string[]): Needs;
  export function isQuiet(words: readonly string[]): boolean;
}

declare module "*/bootstrap/node/node-runtime.mjs" {
  export function installPinned(
    folder: string,
    wanted: { readonly name: string; readonly version: string; readonly integrity: string },
  ): Promise<void>;
  interface Machine {
    readonly version: string;
    readonly execPath: string;
    readonly platform: string;
    readonly arch: string;
  }
  export function chooseNode(machine: Machine): { readonly kind: "this" | "npm" | "none"; readonly name?: string };
}

declare module "*/bootstrap/node/packages.mjs" {
  interface Lock {
    readonly packages?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }
  interface Machine {
    readonly os: string;
    readonly cpu: string;
    readonly libc: string;
  }
  export function missingPackages(lock: Lock, installed: Lock | null, machine?: Machine): readonly string[];
  export function preparePackages(
    places: { readonly checkout: string; readonly local: string },
    node: { readonly path: string },
    report: object,
  ): Promise<void>;
}

declare module "*/bootstrap/toolchain.mjs" {
  interface Trace {
    readonly size: number;
    readonly changed: number;
  }
  export function stillStands(
    toolchain: object | null,
    wishes: Readonly<Record<string, string | null>>,
    trace: (path: string) => Trace | null,
  ): boolean;
}

declare module "*/bootstrap/pulumi/choose.mjs" {
  interface Program {
    readonly path: string;
    readonly version: string;
  }
  export function choosePulumi(seen: {
    readonly onPath: Program | null;
    readonly cached: (Program & { readonly source: string }) | null;
    readonly reachable: boolean;
    readonly go: Program | null;
  }): { readonly kind: "path" | "cached" | "download" | "build" | "stop" };
  export function chooseParts(seen: {
    readonly wishes: { readonly provider: string | null; readonly languageHost: string | null };
    readonly hostBeside: string | null;
    readonly officialPlugin: boolean;
  }): { readonly languageHost: string; readonly provider: string };
}

declare module "*/bootstrap/pulumi/download.mjs" {
  export function releaseFiles(machine: { readonly platform: string; readonly arch: string }): {
    readonly archive: string;
    readonly checksums: string;
  } | null;
  export function checksumFor(list: string, file: string): string | null;
}

declare module "*/bootstrap/pulumi/place.mjs" {
  export function keepNoRunLogs(home: string): Promise<void>;
  export function launcher(node: { readonly path: string }, entry: string): string;
}

declare module "*/bootstrap/engine/choose.mjs" {
  interface Machine {
    readonly dockerHost: string | undefined;
    readonly denied: boolean;
    readonly platform: string;
    readonly debianLike: boolean;
    readonly root: boolean;
    readonly dockerd: boolean;
  }
  export function isDebianLike(osRelease: string): boolean;
  export function chooseEngine(machine: Machine): {
    readonly kind: "start" | "install" | "stop";
    readonly why?: string;
  };
}

declare module "*/bootstrap/engine/addresses.mjs" {
  type Environment = Readonly<Record<string, string>>;
  export function engineAddresses(environment: Environment, home: string): readonly string[];
  export function pingTarget(address: string, environment?: Environment): object | null;
}

declare module "*/bootstrap/engine/advice.mjs" {
  export function noEngine(choice: object): Error & { readonly next: readonly string[] };
}

declare module "*/bootstrap/machine/lock.mjs" {
  export function withLock<T>(
    folder: string,
    onWait: (pid: number | null) => () => void,
    work: () => Promise<T>,
  ): Promise<T>;
}

declare module "*/bootstrap/machine/files.mjs" {
  export function makeWhole(target: string, make: (unfinished: string) => Promise<unknown>): Promise<void>;
}

declare module "*/bootstrap/launch.mjs" {
  export function childEnvironment(
    environment: Readonly<Record<string, string>>,
    tools: { readonly node: { readonly path: string }; readonly engine: string | null; readonly cache: string },
  ): Readonly<Record<string, string>>;
}

declare module "*/bootstrap/machine/report.mjs" {
  export function describe(error: unknown): string;
}

declare module "*/bootstrap/engine/stale-pid-files.mjs" {
  export function removeStalePidFiles(
    files?: readonly { readonly path: string; readonly program: string }[],
    processes?: string,
  ): Promise<void>;
}
