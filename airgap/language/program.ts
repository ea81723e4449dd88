import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** All that a Pulumi program needs to know to run (RunRequest of pulumi/proto/language.proto). */
export type Program = {
  readonly engine: string;
  readonly monitor: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly entryPoint: string;
  readonly parallel: number;
  readonly dryRun: boolean;
  readonly nodeArguments: readonly string[];
  readonly programArguments: readonly string[];
  readonly typescript: boolean;
  readonly config: readonly (readonly [key: string, value: string])[];
  readonly secretKeys: readonly string[];
};

/** Starts the program with Pulumi's own runner, on the Node that runs this host. */
export function startProgram(program: Program): ChildProcess {
  const { nodeArguments, programDirectory } = program;
  const before = [...nodeArguments, `--import=${endWithHost}`, locateRunner(programDirectory)];
  return spawn(process.execPath, [...before, ...programArguments(program)], {
    stdio: ["ignore", "inherit", "inherit"],
    cwd: programDirectory,
    env: { ...process.env, ...programEnvironment(program) },
  });
}

/** Loaded into each program: none outlives its language host. */
export const endWithHost = new URL("./end-with-host.ts", import.meta.url).href;

/** The words that @pulumi/pulumi/cmd/run takes: flags, then the entry point, then the program's own arguments. */
export function programArguments(program: Program): readonly string[] {
  const flags = {
    monitor: program.monitor,
    engine: program.engine,
    organization: program.organization,
    project: program.project,
    "root-directory": program.rootDirectory,
    stack: program.stack,
    pwd: program.programDirectory,
    parallel: String(program.parallel),
  };
  return [
    ...Object.entries(flags).flatMap(([flag, value]) => (value === "" ? [] : [`--${flag}`, value])),
    ...(program.dryRun ? ["--dry-run"] : []),
    program.entryPoint,
    ...program.programArguments,
  ];
}

/** The variables in which Pulumi's runner looks for the stack's settings. */
export function programEnvironment({ config, secretKeys, typescript }: Program): Readonly<Record<string, string>> {
  const settings = config.map(([key, value]) => [key.replace(/^([^:]*):(?:config:)?/, "$1:config:"), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(settings)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
  };
}

/** Pulumi's own runner, as the program's folder finds it. */
export function locateRunner(programDirectory: string): string {
  return createRequire(join(programDirectory, "program.js")).resolve("@pulumi/pulumi/cmd/run");
}
