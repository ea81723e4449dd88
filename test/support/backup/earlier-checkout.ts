import { cp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { imageTable } from "../../../src/plan/images/versions.ts";
import { makeFolder } from "../own-folder.ts";
import { olderSynapse } from "../synapse/older-synapse.ts";

/** The Synapse of an earlier release of this program. */
export const earlierSynapse = "1.139.2";

/** A checkout of an earlier release: this one's program with the Synapse that it had. */
export interface EarlierCheckout extends AsyncDisposable {
  /** Its command line. */
  readonly program: string;
  stackFile(stack: string): string;
}

const parts = ["Pulumi.yaml", "package.json", "tsconfig.json", "src", "templates", "images", "airgap", "bootstrap"];

/** What bounds pictures and uploads is for today's Synapse: an earlier release started Synapse as it is. */
const plainStart = `import sys
from synapse.app import homeserver
if sys.argv[1] != "--check":
    homeserver.main()
`;

/** Copies this checkout with another version of Synapse in its table, and without what needs a later one. Packages and tools are this one's. */
export async function earlierCheckout(): Promise<EarlierCheckout> {
  const folder = await makeFolder("program");
  for (const part of parts) await cp(join(packageFolder, part), join(folder, part), { recursive: true });
  const filter = (path: string) => !/\/(Pulumi|team)\.[^/]+\.yaml$/.test(path);
  await cp(join(packageFolder, "stacks"), join(folder, "stacks"), { recursive: true, filter });
  for (const part of ["node_modules", ".chatkeep"]) await symlink(join(packageFolder, part), join(folder, part));
  const change = async (path: string, changed: (text: string) => string) =>
    writeFile(join(folder, path), changed(await readFile(join(folder, path), "utf8")));
  await change("src/plan/images/versions.ts", (text) => text.replaceAll(imageTable.synapse.version, earlierSynapse));
  await change("templates/synapse/homeserver.yaml", (text) => text.replace(/^modules:.*\n/m, ""));
  await change("templates/synapse/pictures.py", () => plainStart);
  return {
    program: join(folder, "src/cli.ts"),
    stackFile: (stack) => join(folder, `stacks/Pulumi.${stack}.yaml`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Its packages are those of today's image; of the two that differ, the files are replaced. */
const replaceSynapse = `packages=$(python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
rm -rf "$packages"/synapse "$packages"/matrix_synapse-* "$packages"/prometheus_client*
for wheel in /older/*.whl; do python -m zipfile -e "$wheel" "$packages"; done
rm -rf /older`;

/** Makes the image of that Synapse from today's, where the engine has not got it; gives its name. */
export async function makeEarlierImage(engine: Docker): Promise<string> {
  const { local, version } = imageTable.synapse;
  const name = local.replaceAll(version, earlierSynapse);
  if ((await engine.listImages({ filters: { reference: [name] } })).length > 0) return name;
  const { Config } = await engine.getImage(local).inspect();
  const container = await engine.createContainer({
    Image: local,
    User: "0:0",
    Entrypoint: ["sh", "-euc", replaceSynapse],
  });
  try {
    const wheels = (await olderSynapse()).map((wheel) => ({
      path: `older/${wheel.name}`,
      mode: 0o644,
      content: wheel.content,
    }));
    await container.putArchive(await writeArchive(wheels), { path: "/" });
    await container.start();
    const { StatusCode } = await container.wait();
    if (StatusCode !== 0) throw new Error(String(await container.logs({ stdout: true, stderr: true })));
    const [repo, tag] = name.split(":");
    await container.commit({ repo, tag, changes: changesTo(Config) });
    return name;
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** A committed image has what its container was started with, unless it is told otherwise (Docker manual, "docker container commit"). */
function changesTo({ Entrypoint, Cmd, User }: { readonly [Key in "Entrypoint" | "Cmd" | "User"]?: unknown }): string {
  return [
    `ENTRYPOINT ${JSON.stringify(Entrypoint ?? [])}`,
    `CMD ${JSON.stringify(Cmd ?? [])}`,
    `USER ${String(User ?? "") || "0"}`,
  ].join("\n");
}
