import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackFileSchemaText } from "../../src/settings/schema.ts";

writeFileSync(join(import.meta.dirname, "..", "..", "stacks", "chatkeep.schema.json"), stackFileSchemaText());
