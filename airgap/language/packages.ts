import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A provider plugin that a package of the program asks for. */
export type RequiredPackage = { readonly name: string; readonly version: string };

type Manifest = {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: { readonly resource?: boolean; readonly name?: string; readonly version?: string };
};

/** The provider plugins of the program's direct dependencies: packages whose manifest says `"pulumi": {"resource": true}`. */
export async function findRequiredPackages(folder: string): Promise<readonly RequiredPackage[]> {
  const manifests = await readDependencies(folder);
  return manifests.flatMap((manifest) => toRequiredPackage(manifest) ?? []);
}

/** The manifests of the program's direct dependencies, from the nearest package.json upwards; none when there is none. */
export async function readDependencies(folder: string): Promise<readonly Manifest[]> {
  const manifest = await readManifest(folder);
  if (manifest === null) return folder === dirname(folder) ? [] : readDependencies(dirname(folder));
  const names = Object.keys(manifest.dependencies ?? {});
  const found = await Promise.all(names.map((name) => readManifest(join(folder, "node_modules", name))));
  return found.filter((dependency) => dependency !== null);
}

async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Manifest);
}

function toRequiredPackage({ name = "", version = "", pulumi }: Manifest): RequiredPackage | null {
  if (pulumi?.resource !== true) return null;
  return {
    name: pulumi.name ?? name.replace(/^@pulumi\//, ""),
    version: `v${pulumi.version ?? version}`.replace("vv", "v"),
  };
}
