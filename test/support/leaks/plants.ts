import { appendFile, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackPaths } from "../../../src/io/machine/paths.ts";
import { runVariable } from "../../../src/io/machine/processes.ts";
import {
  fileAt,
  type Ground,
  imageOf,
  nameOfContainer,
  plainContainer,
  processHere,
  processIn,
  runWithText,
  stackContainer,
  writableConfiguration,
} from "./planted.ts";

/** Where a planted text must be found, and nowhere else; `besides` is where it may be seen too, by root on the engine's machine. */
export interface Planted {
  readonly where: string;
  readonly besides?: string;
}

/** Plants a text in one kind of place. */
export type Plant = (ground: Ground & { readonly paths: StackPaths }, secret: string) => Promise<Planted>;

/** What the engine tells about a stack. */
export const enginePlants: Readonly<Record<string, Plant>> = {
  "a container's label": async (ground, secret) => {
    const container = await stackContainer(ground, ["true"], { Labels: { planted: secret } });
    return { where: `the description of container ${await nameOfContainer(container)}` };
  },
  "a network's label": async ({ engine, stack, undo }, secret) => {
    const name = `chatkeep-${stack}-planted`;
    const Labels = { "chatkeep.stack": stack, planted: secret };
    const network = await engine.createNetwork({ Name: name, Labels, Internal: true });
    undo.push(() => network.remove());
    return { where: `the description of network ${name}` };
  },
  "a volume's label": async ({ engine, stack, undo }, secret) => {
    const name = `chatkeep-${stack}-planted`;
    await engine.createVolume({ Name: name, Labels: { "chatkeep.stack": stack, planted: secret } });
    undo.push(() => engine.getVolume(name).remove());
    return { where: `the description of volume ${name}` };
  },
  "an image's author": async (ground, secret) => {
    const image = await imageOf(ground, await plainContainer(ground, ["true"]), { author: secret });
    await stackContainer(ground, ["true"], { Image: image });
    return { where: `the description of image ${image}` };
  },
  "an image's history": async (ground, secret) => {
    const older = await imageOf(ground, await plainContainer(ground, ["true"]), { comment: secret });
    const image = await imageOf(ground, await plainContainer(ground, ["true"], { Image: older }), {});
    await stackContainer(ground, ["true"], { Image: image });
    return { where: `the history of image ${image}` };
  },
  "a container's log": async (ground, secret) => {
    const container = await runWithText(ground, secret, ["sh", "-c", "cat /planted && rm /planted"]);
    return { where: `the log of ${await nameOfContainer(container)}` };
  },
  "a stopped container's own layer": async (ground, secret) => {
    const container = await runWithText(ground, secret, ["sh", "-c", "mkdir /kept && mv /planted /kept"]);
    return { where: `the file /kept/planted in the container ${await nameOfContainer(container)}` };
  },
  "the environment of a process in a container": async (ground, secret) => {
    const { name, pid } = await processIn(ground, ["sleep", "600"], [`PLANTED=${secret}`]);
    return { where: `the processes of ${name}`, besides: `the variable PLANTED of process ${pid} (sleep)` };
  },
  "the command line of a process in a container": async (ground, secret) => {
    const { name, pid } = await processIn(ground, ["sh", "-c", "sleep 600; true", secret], []);
    return { where: `the processes of ${name}`, besides: `the command line of process ${pid} (sh)` };
  },
  "a rendered file": async (ground, secret) => {
    await runWithText(ground, secret, ["mv", "/planted", "/cfg/proxy/rendered"], writableConfiguration(ground));
    return { where: "the rendered file proxy/rendered" };
  },
};

const variable = (name: string, pid: number | undefined) => ({ where: `the variable ${name} of process ${pid} (sh)` });

/** What processes of this machine show. */
export const processPlants: Readonly<Record<string, Plant>> = {
  "the environment of a process here": async (ground, secret) => {
    const { pid } = await processHere(ground, { environment: { PLANTED: secret } });
    return variable("PLANTED", pid);
  },
  "the command line of a process here": async (ground, secret) => {
    const { pid } = await processHere(ground, { words: [secret] });
    return { where: `the command line of process ${pid} (sh)` };
  },
  "the excepted variable in a process that is not Pulumi's program": async (ground, secret) => {
    const { pid } = await processHere(ground, { environment: { PULUMI_CONFIG: secret } });
    return variable("PULUMI_CONFIG", pid);
  },
  "another variable in Pulumi's program": async (ground, secret) => {
    const environment = { PULUMI_CONFIG: secret, [runVariable]: secret };
    const { pid } = await processHere(ground, {
      words: ["/node_modules/@pulumi/pulumi/cmd/run/index.js"],
      environment,
    });
    return variable(runVariable, pid);
  },
};

/** The place where a large file is read in two pieces. */
const seam = 4 * 2 ** 20;

/** What lies in files of this machine. */
export const filePlants: Readonly<Record<string, Plant>> = {
  "a large temporary file": async (ground, secret) => {
    const path = join(tmpdir(), `chatkeep-${ground.stack}-planted`);
    const content = Buffer.alloc(seam + 1_000, "x");
    content.write(secret, seam - 20);
    return file(ground, path, content);
  },
  "a cached file": (ground, secret) => file(ground, join(ground.paths.cache, `planted-${ground.stack}`), secret),
  "a file of the state folder": (ground, secret) => file(ground, join(ground.paths.stateFolder, "planted"), secret),
  "an unfinished file beside the passphrase": (ground, secret) =>
    file(ground, `${ground.paths.passphrase}.planted.part`, secret),
  "a file of Pulumi's state": (ground, secret) =>
    file(ground, join(ground.paths.backend, ".pulumi", "planted"), secret),
  "a comment in the stack file": async ({ paths, undo }, secret) => {
    const before = await readFile(paths.stackFile, "utf8");
    undo.push(() => writeFile(paths.stackFile, before));
    await appendFile(paths.stackFile, `# ${Buffer.from(secret).toString("base64")}\n`);
    return { where: paths.stackFile };
  },
};

async function file(ground: Ground, path: string, content: string | Buffer): Promise<Planted> {
  await fileAt(ground, path, content);
  return { where: path };
}
