import { enableCompileCache } from "node:module";

enableCompileCache(); // before the imports below, which are the whole start-up time

const { runBeside } = await import("./run.ts");

const [program = "", ...args] = process.argv.slice(2);
process.exit(await runBeside(program, args));
