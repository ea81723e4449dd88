#!/usr/bin/env node
// `npx chatkeep …`: sets up what the command needs, then runs it. The version is printed before any set-up.
import { readFileSync } from "node:fs";
import { asksForVersion, needsOf } from "./needs.mjs";
import { start } from "./start.mjs";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const args = process.argv.slice(2);
if (asksForVersion(args)) console.log(version);
else await start({ program: "src/cli.ts", args: [], needs: needsOf(args) });
