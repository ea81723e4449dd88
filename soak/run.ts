import { join } from "node:path";
import { execa } from "execa";

/** Runs the live tests, and those of keys, of teams, of backups, of providers and of Pulumi, with everything that `npm test` samples; words on the command line choose files, as vitest takes them. */
const vitest = join(import.meta.dirname, "..", "node_modules", ".bin", "vitest");
const words = [
  "run",
  "--project",
  "live",
  "--project",
  "keys",
  "--project",
  "team",
  "--project",
  "backup",
  "--project",
  "providers",
  "--project",
  "pulumi",
  ...process.argv.slice(2),
];
const { exitCode } = await execa(vitest, words, {
  stdio: "inherit",
  reject: false,
  env: { CHATKEEP_SOAK: "1" },
});
process.exitCode = exitCode ?? 1;
