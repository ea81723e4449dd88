import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { StackError } from "../../errors.ts";

/** The folder of this checkout, or of the installed package. */
export const packageFolder = join(import.meta.dirname, "..", "..", "..");

/** Every template's text, by its path below `templates/`. The working directory plays no part: Pulumi changes it. */
export function readTemplates(folder = join(packageFolder, "templates")): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

/** Where a stack's settings are kept. */
export function stackFilePath(stack: string): string {
  return join(packageFolder, "stacks", `Pulumi.${stack}.yaml`);
}

/** A file's text; null when there is no such file. */
export function readTextIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new StackError(`${path} cannot be read`, { cause: error, next: `Check its permissions:  ls -l ${path}` });
  }
}

/** The text of a certificate file or its key, named relative to the folder of the stack file. Throws a StackError when it cannot be read. */
export function readBesideStackFile(path: string): string {
  const text = readTextIfThere(resolve(packageFolder, "stacks", path));
  if (text === null)
    throw new StackError(`${path} does not exist`, { next: "Create the file, or correct chatkeep:tls." });
  return text;
}
