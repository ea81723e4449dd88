import { randomBytes } from "node:crypto";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { disk } from "../../../../src/io/machine/files.ts";
import { pathsOf, type StackPaths } from "../../../../src/io/machine/paths.ts";
import { machineProcesses } from "../../../../src/io/machine/processes.ts";
import { pulumiProcessEnvironment } from "../../../../src/io/pulumi/environment.ts";
import { parseEvent } from "../../../../src/io/pulumi/events.ts";
import { openNamelessOutput } from "../../../../src/io/pulumi/output.ts";
import { askPulumi, type FollowOptions, followPulumi } from "../../../../src/io/pulumi/process.ts";
import { type Pulumi, pulumiFor } from "../../../../src/io/pulumi/pulumi.ts";
import { readToolchain, type Toolchain } from "../../../../src/io/pulumi/toolchain.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import type { Binary } from "../provider-process.ts";

const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
const stack = "it";

/** One resource of the program. In its inputs `{ secret: TEXT }` is a secret, and `{ idOf: NAME }` what another is called on the engine. */
export interface Declared {
  readonly kind: "Container" | "Network" | "Volume";
  readonly name: string;
  readonly inputs: object;
  readonly options?: object;
}

/** How a run of Pulumi ended: what it did to which resource, all that was said, and its whole event log. */
export interface Run {
  readonly succeeded: boolean;
  readonly done: readonly string[];
  readonly said: string;
  readonly log: string;
}

/** Keeps secrets out of its event log, as out of that of the real program. */
const quiet = new URL("../../../../stacks/debug-messages.ts", import.meta.url).href;

/** Loads of Pulumi's package what the real program loads of it, and no more. */
const lean = `--import=${new URL("../../../../stacks/preload.mjs", import.meta.url).href}`;

/** What a small program is: its text, and the one provider that it uses. */
export interface ProgramSource {
  readonly text: string;
  readonly provider: string;
  readonly version: string;
}

const dockerText = `
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { silenceDebugMessages } from ${JSON.stringify(quiet)};
silenceDebugMessages();
const made = {};
for (const { kind, name, inputs, options } of JSON.parse(readFileSync("resources.json", "utf8")))
  made[name] = new docker[kind](name, JSON.parse(JSON.stringify(inputs), revive), options);
function revive(_, value) {
  if (typeof value?.secret === "string") return pulumi.secret(value.secret);
  return typeof value?.idOf === "string" ? made[value.idOf].id : value;
}
`;

const dockerProgram: ProgramSource = { text: dockerText, provider: "docker", version: "5.2.0" };

/** A Pulumi program that is data, with its state, in a folder of its own: run by the real engine over any provider's binary. */
export class SmallProgram {
  readonly #folder: string;
  readonly #toolchain: Toolchain;
  readonly #run = `small ${randomBytes(6).toString("hex")}`;
  readonly #source: ProgramSource;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string, toolchain: Toolchain, source: ProgramSource, environment: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#toolchain = toolchain;
    this.#source = source;
    this.#environment = environment;
  }

  /** Makes the folder and the stack. The environment is what Pulumi is given beside its own. */
  static async create(
    binary: Binary,
    source = dockerProgram,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<SmallProgram> {
    const folder = await makeFolder("program");
    const toolchain = await readToolchain(disk, pathsOf(stack, process.env).toolchain);
    symlinkSync(modules, join(folder, "node_modules"));
    const dependencies = { [`@pulumi/${source.provider}`]: "*", "@pulumi/pulumi": "*" };
    const manifest = { type: "module", dependencies };
    const options = { typescript: false, nodeargs: lean };
    const project = { name: "small", main: "main.mjs", runtime: { name: "nodejs", options } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(join(folder, "main.mjs"), source.text);
    writeFileSync(join(folder, "passphrase"), randomBytes(16).toString("hex"), { mode: 0o600 });
    await mkdir(join(folder, "state"));
    const made = new SmallProgram(folder, toolchain, source, { ...process.env, ...environment });
    await askPulumi(["stack", "init", stack, "--no-select"], await made.#options(binary));
    return made;
  }

  /** Changes the program. */
  declare(resources: readonly Declared[] | object): void {
    writeFileSync(join(this.#folder, "resources.json"), JSON.stringify(resources));
  }

  /** Runs `pulumi up` or `destroy`, without asking. */
  async run(binary: Binary, ...words: readonly string[]): Promise<Run> {
    const lines: string[] = [];
    const flags = ["--skip-preview", "--yes", "--json", "--suppress-permalink", "--stack", stack];
    const [options, output] = [await this.#options(binary), await openNamelessOutput()];
    const { succeeded, stderr } = await followPulumi([...words, ...flags], options, output, (line) => lines.push(line));
    const events = lines.flatMap((line) => parseEvent(line) ?? []);
    const done = events.flatMap((each) => (each.kind === "done" ? [each.change] : []));
    const said = events.flatMap((each) => (each.kind === "said" ? [each.text] : []));
    return {
      succeeded,
      done: done
        .filter(({ type }) => type.startsWith(`${this.#source.provider}:`))
        .map(({ operation, urn }) => `${operation} ${urn.split("::").at(-1)}`),
      said: [...said, stderr].join("\n"),
      log: lines.join("\n"),
    };
  }

  /** Pulumi as our commands run it. */
  async pulumi(binary: Binary): Promise<Pulumi> {
    const circumstances = async () => ({ apart: [], program: false });
    return pulumiFor({ ...(await this.#options(binary)), circumstances });
  }

  /** Where its state lies, and what is written while it runs. */
  get state(): Pick<StackPaths, "backend" | "checkpoint" | "backups" | "history"> {
    const { backend, checkpoint, backups, history } = this.#paths();
    return { backend, checkpoint, backups, history };
  }

  #paths(): StackPaths {
    const in_ = (name: string) => join(this.#folder, name);
    const backend = in_("state");
    const pulumis = (...path: readonly string[]) => join(backend, ".pulumi", ...path);
    return {
      ...pathsOf(stack, process.env),
      checkout: this.#folder,
      backend,
      checkpoint: pulumis("stacks", "small", `${stack}.json`),
      backups: pulumis("backups", "small", stack),
      history: pulumis("history", "small", stack),
      passphrase: in_("passphrase"),
      events: join(backend, "events"),
    };
  }

  /** Runs a short command and gives what it prints. */
  async ask(binary: Binary, ...words: readonly string[]): Promise<string> {
    return askPulumi([...words, "--stack", stack], await this.#options(binary));
  }

  /** Kills the provider of the run that is under way. */
  async killProvider({ command }: Binary): Promise<void> {
    const all = await machineProcesses.ofRun(this.#run);
    const words = await Promise.all(all.map(({ pid }) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
    const providers = all.filter((_, index) => words[index]?.startsWith(command.join("\0")));
    if (providers.length === 0) throw new Error(`No provider runs: there are ${JSON.stringify(words)}.`);
    for (const { pid } of providers) machineProcesses.end(pid, true);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Pulumi with this provider as its plugin; one folder of plugins for each provider. */
  async #options(binary: Binary): Promise<FollowOptions> {
    const in_ = (name: string) => join(this.#folder, name);
    const home = in_(binary.name.replaceAll(" ", "-"));
    const { provider, version } = this.#source;
    const plugin = join(home, "plugins", `resource-${provider}-v${version}`, `pulumi-resource-${provider}`);
    await mkdir(dirname(plugin), { recursive: true });
    writeFileSync(plugin, `#!/bin/sh\nexec ${binary.command.map((word) => `'${word}'`).join(" ")} "$@"\n`, {
      mode: 0o755,
    });
    const paths = this.#paths();
    const toolchain: Toolchain = { ...this.#toolchain, plugins: "own", pulumi: { ...this.#toolchain.pulumi, home } };
    const environment = pulumiProcessEnvironment(paths, toolchain, this.#environment, this.#run);
    return { program: toolchain.pulumi.path, stack, paths, environment, apart: [] };
  }
}
