import { join } from "node:path";
import { StackError } from "../../errors.ts";
import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { Files } from "../machine/files.ts";
import type { StackPaths } from "../machine/paths.ts";

/** What the bootstrap found or made: which Node and Pulumi to run, and whose plugins. */
export interface Toolchain {
  readonly node: { readonly path: string; readonly version: string };
  readonly pulumi: { readonly path: string; readonly version: string; readonly home: string };
  readonly plugins: "official" | "own";
}

/** Reads the bootstrap's record. */
export async function readToolchain(files: Files, path: string): Promise<Toolchain> {
  const text = await files.read(path);
  const record = text === null ? null : parseToolchain(text);
  if (record !== null) return record;
  throw new StackError(
    text === null ? `${path} is missing: chatkeep's tools are not set up` : `${path} cannot be read`,
    {
      next: "Run `npm run up` in the checkout: it sets up the tools and writes that file again.",
    },
  );
}

/** Words that run a Pulumi with our own plugins in one process beside it (airgap/beside); none where the official ones are used. */
export function wordsBeside(
  { node, plugins }: Toolchain,
  { checkout }: Pick<StackPaths, "checkout">,
): readonly string[] {
  return plugins === "own" ? [node.path, join(checkout, "airgap", "beside", "main.ts")] : [];
}

function parseToolchain(text: string): Toolchain | null {
  const { node, pulumi, plugins } = fieldsOf(parseJson(text));
  const [nodeFields, pulumiFields] = [fieldsOf(node), fieldsOf(pulumi)];
  const words = [nodeFields.path, nodeFields.version, pulumiFields.path, pulumiFields.version, pulumiFields.home];
  const [nodePath, nodeVersion, path, version, home] = words.map((word) => (typeof word === "string" ? word : null));
  if (!nodePath || !nodeVersion || !path || !version || !home) return null;
  if (plugins !== "official" && plugins !== "own") return null;
  return { node: { path: nodePath, version: nodeVersion }, pulumi: { path, version, home }, plugins };
}
