import { readFile } from "node:fs/promises";
import type Docker from "dockerode";
import { lastLogLines } from "../../src/io/container-logs.ts";
import { stackFilePath } from "../../src/io/program-files.ts";
import { pulumiPassphrase, serverSecrets } from "../../src/keys/secrets.ts";
import type { Home } from "./command-line.ts";
import { engineOf } from "./engine.ts";
import { masterKeyOf, pulumiSucceeds } from "./pulumi.ts";

/** A secret by its name. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** Something that can be read, and where. */
export interface Readable {
  readonly where: string;
  readonly text: string;
}

/** The master key and everything derived from it. */
export async function secretsOf(home: Home): Promise<readonly NamedSecret[]> {
  const master = await masterKeyOf(home);
  const { signingKey, ...others } = serverSecrets(master, {});
  const seed = signingKey.file.reveal().trim().split(" ").at(-1) ?? "";
  return [
    { name: "master key", value: master.text().reveal() },
    { name: "Pulumi's passphrase", value: pulumiPassphrase(master).reveal() },
    { name: "signing key", value: seed },
    ...Object.entries(others).map(([name, secret]) => ({ name, value: secret.reveal() })),
  ];
}

/** All that the engine, Pulumi and the checkout show without a secret: descriptions, processes, logs, exported state, settings. */
export async function whatOutsidersCanRead(home: Home): Promise<readonly Readable[]> {
  const engine = engineOf(home);
  const filters = { label: [`chatkeep.stack=${home.name}`] };
  const containers = await engine.listContainers({ all: true, filters });
  const exported = await pulumiSucceeds(home, "stack", "export");
  return [
    { where: "the exported state", text: exported.stdout },
    { where: "the stack file", text: await readFile(stackFilePath(home.name), "utf8") },
    ...(await Promise.all(containers.map((container) => whatContainerShows(engine, container)))).flat(),
  ];
}

async function whatContainerShows(engine: Docker, { Id, Names, State }: Docker.ContainerInfo): Promise<Readable[]> {
  const container = engine.getContainer(Id);
  const inspected = JSON.stringify(await container.inspect());
  const log = (await lastLogLines(engine, Id, 100_000)).join("\n");
  const processes = State === "running" ? JSON.stringify(await container.top({ ps_args: "axewwo pid,args" })) : "ended";
  const name = Names[0] ?? Id;
  return [
    { where: `the description of ${name}`, text: inspected },
    { where: `the log of ${name}`, text: `log: ${log}` },
    { where: `the processes of ${name}`, text: processes },
  ];
}
