import { readFileSync } from "node:fs";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { parseSettings } from "../../../src/settings/parse.ts";
import { readStackFile } from "../../../src/settings/yaml/stack-file.ts";

/** What is decided for a stack, from the stack file that the command line reads. */
export function planOf({ name }: { readonly name: string }): Plan {
  const path = stackFilePath(name);
  return decidePlan(name, parseSettings(readStackFile(readFileSync(path, "utf8"), path), new Date()));
}
