import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./reference/generated-files.ts";

for (const { path, text } of generatedFiles()) writeFileSync(join(import.meta.dirname, "..", "..", path), text);
