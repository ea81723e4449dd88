#!/usr/bin/env node
// `npm run up`: sets this machine up, then brings the stack up.
import { start } from "./start.mjs";

await start({ program: "src/cli.ts", args: ["up"], needs: "up" });
