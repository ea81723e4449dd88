import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { type Command, CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { buildProgram } from "../../src/cli/program.ts";

const program = buildProgram(() => undefined);

function everyCommand(command: Command, path: string): readonly (readonly [string, Command])[] {
  return [[path, command], ...command.commands.flatMap((inner) => everyCommand(inner, `${path} ${inner.name()}`))];
}

const commands = everyCommand(program, "chatkeep");
const leaves = commands.filter(([, command]) => command.commands.length === 0);

/** What a command prints when it is asked for help. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe("every command", () => {
  it("is there", () => {
    expect(leaves.map(([path]) => path.replace("chatkeep ", ""))).toEqual([
      "init",
      "doctor",
      "up",
      "preview",
      "try",
      "status",
      "check",
      "logs",
      "journal show",
      "journal verify",
      "account create",
      "account list",
      "account reset-password",
      "account lock",
      "account unlock",
      "token create",
      "token list",
      "token revoke",
      "team init",
      "team import",
      "team plan",
      "team apply",
      "team status",
      "team remind",
      "team sheet",
      "team reset-password",
      "team offboard",
      "team unlock",
      "team verify",
      "keys list",
      "keys rotate",
      "keys new-master",
      "keys re-sign",
      "recovery kit",
      "recovery verify",
      "recovery rebuild",
      "recovery reshare",
      "recovery audit",
      "recovery procedures",
      "recovery check-key",
      "recovery check-value",
      "recovery remind",
      "export history",
      "export keys",
      "devices list",
      "devices safe-to-wipe",
      "devices remove",
      "backup now",
      "backup list",
      "restore",
      "drill run",
      "drill verify",
      "upgrade postgres",
      "delegation",
      "destroy",
      "env",
      "images build",
    ]);
  });

  it("is in the program where it has a file of its own", () => {
    const files = globSync("*/*-command.ts", { cwd: join(import.meta.dirname, "../../src/cli") });
    const verbs = files.map((file) => basename(file, "-command.ts"));
    expect(program.commands.map((command) => command.name()).toSorted()).toEqual(verbs.toSorted());
  });

  it.each(commands)("%s shows an example of itself in its help", (path, command) => {
    const help = helpOf(command);
    expect(help).toMatch(/Examples?:\n/);
    expect(help).toContain(`npx ${path}`);
  });

  it.each(commands)("%s has a help of at most 80 columns, without flags' defaults", (_, command) => {
    const help = helpOf(command);
    expect(help).not.toContain("default: false");
    expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(leaves)("%s prints JSON for scripts", (_, command) => {
    expect(command.options.map(({ long }) => long)).toContain("--json");
  });

  /** A member's own commands work on a machine without a stack. */
  const withoutStack = [
    "chatkeep images build",
    "chatkeep recovery check-key",
    "chatkeep export history",
    "chatkeep export keys",
  ];

  it.each(leaves.filter(([path]) => !withoutStack.includes(path)))(
    "%s takes the stack's name, from the environment too",
    (_, command) => {
      expect(command.options.find(({ long }) => long === "--stack")?.envVar).toBe("CHATKEEP_STACK");
    },
  );
});

describe("the command line", () => {
  it.each([
    ["nope"],
    ["up", "--nope"],
    ["logs", "--lines", "many"],
    ["account", "create"],
    ["token", "create", "--uses", "none"],
    ["init", "--tls", "none"],
  ])("throws on what it does not know, and never exits: %s %s", async (...args) => {
    const quiet = buildProgram(() => undefined);
    for (const [, command] of everyCommand(quiet, "")) command.configureOutput({ writeErr: () => undefined });
    await expect(quiet.parseAsync(args.filter(Boolean), { from: "user" })).rejects.toThrow(CommanderError);
  });

  it("ends with 2 where what was written is wrong, and says what to do", async () => {
    expect(await run("nope")).toMatchObject({ code: 2, stdout: "" });
    const missing = await run("status", "--stack", "Wrong Name");
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("not a valid stack name");
  });

  it("ends with 0 after its help, which goes to stdout", async () => {
    const help = await run("up", "--help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("--dry-run");
  });

  it.each(["--version", "-V"])("prints the package's version with %s", async (flag) => {
    expect(await run(flag)).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
  });

  it.each(["--version", "-V"])("prints it with %s before anything is set up", async (flag) => {
    const outside = {
      PATH: "/nowhere",
      HOME: "/nowhere",
      XDG_CACHE_HOME: "/nowhere",
      DOCKER_HOST: "tcp://127.0.0.1:1",
    };
    const printed = await runFile("bootstrap/chatkeep.mjs", [flag], outside);
    expect(printed).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
  });
});

interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program. */
function run(...args: readonly string[]): Promise<Printed> {
  return runFile("src/cli.ts", args, process.env);
}

function runFile(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Printed> {
  const path = join(import.meta.dirname, "../..", file);
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}
