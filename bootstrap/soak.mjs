#!/usr/bin/env node
// `npm run soak`: sets this machine up, then runs the full counts of what `npm test` samples.
import { EVERYTHING } from "./needs.mjs";
import { start } from "./start.mjs";

await start({ program: "soak/run.ts", args: [], needs: EVERYTHING });
