#!/usr/bin/env node
// `npm test`: sets this machine up, then runs every test.
import { EVERYTHING } from "./needs.mjs";
import { start } from "./start.mjs";

await start({ program: "test/run.ts", args: [], needs: EVERYTHING });
