import { readFile, writeFile } from "node:fs/promises";
import { parseDocument, stringify } from "yaml";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import type { Json } from "../../../src/kinds/json.ts";

/** Settings by their key, without the namespace. */
export type TestSettings = Readonly<Record<string, Json>>;

/** Writes a new stack file, as a person would. */
export async function writeStackFile(
  stack: string,
  settings: TestSettings,
  file = stackFilePath(stack),
): Promise<void> {
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`chatkeep:${key}`, value]));
  await writeFile(file, stringify({ config }));
}

/** Changes one setting in a stack file and leaves the rest, the encrypted key too, as it was. */
export async function changeSetting(
  stack: string,
  key: string,
  value: Json,
  file = stackFilePath(stack),
): Promise<void> {
  const document = parseDocument(await readFile(file, "utf8"));
  document.setIn(["config", `chatkeep:${key}`], value);
  await writeFile(file, document.toString());
}

/** One setting as it stands in a stack file; null when it is not there. */
export async function readSetting(stack: string, key: string, file = stackFilePath(stack)): Promise<Json> {
  return parseDocument(await readFile(file, "utf8")).toJS()?.config[`chatkeep:${key}`] ?? null;
}
