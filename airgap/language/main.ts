import { enableCompileCache } from "node:module";

enableCompileCache(); // before the imports below, which are the whole start-up time

const { serve } = await import("../protocol/serve.ts");
const { languageHost, languageRuntime } = await import("./host.ts");

await serve(languageRuntime, languageHost(process.argv.at(2)));
