#!/usr/bin/env node
// `npm run bench`: sets this machine up, then measures beside what a person would do with bare docker commands.
import { EVERYTHING } from "./needs.mjs";
import { start } from "./start.mjs";

await start({ program: "bench/run.ts", args: [], needs: EVERYTHING });
