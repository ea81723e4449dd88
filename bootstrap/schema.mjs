#!/usr/bin/env node
// `npm run schema`: writes the stack file's JSON schema anew.
import { start } from "./start.mjs";

await start({ program: "test/settings/write-schema.ts", args: [], needs: "schema" });
