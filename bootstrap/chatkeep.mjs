#!/usr/bin/env node
// `npx chatkeep …`: sets up what the command needs, then runs it.
import { start } from "./start.mjs";

await start({ program: "src/cli.ts", words: [], needs: process.argv[2] ?? "" });
