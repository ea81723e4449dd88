#!/usr/bin/env node
// `npm run schema`: writes again what is generated from the definitions of settings (schema, commented stack file, reference).
import { needsOf } from "./needs.mjs";
import { start } from "./start.mjs";

await start({ program: "test/settings/write-schema.ts", args: [], needs: needsOf([]) });
