import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Home } from "../stack/command-line.ts";

const inside = fileURLToPath(new URL("inside.ts", import.meta.url));

/** The same stack, whose next command writes down what it looks at. */
export function watched(home: Home): Home {
  const variables = { CHATKEEP_TEST_LOOKS: fileOf(home), NODE_OPTIONS: `--import ${inside}` };
  return { ...home, environment: { ...home.environment, ...variables } };
}

/** Each file that it read and each request that it made, as `read PATH` or `GET /info`. */
export async function looksOf(home: Home): Promise<readonly string[]> {
  return (await readFile(fileOf(home), "utf8")).split("\n");
}

function fileOf({ stateHome }: Home): string {
  return join(stateHome, "looks");
}
