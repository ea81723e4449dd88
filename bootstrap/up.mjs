#!/usr/bin/env node
// `npm run up`: sets this machine up, then brings the stack up.
import { needsOf } from "./needs.mjs";
import { start } from "./start.mjs";

await start({ program: "src/cli.ts", args: ["up"], needs: needsOf(["up", ...process.argv.slice(2)]) });
