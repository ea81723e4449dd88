import { createRequire } from "node:module";
import { loadLate } from "../src/io/machine/load-late.ts";

const require = createRequire(import.meta.url);
const pulumi = require.resolve("@pulumi/pulumi");

// The first two serve turning functions of a program into text, the third runs Pulumi from a program. Ours never
// asks for that, and it is the larger part of the time that Pulumi's package takes to load.
const neverUsed = ["typescript", "@npmcli/arborist", "normalize-package-data", "./automation/index.js"];
for (const name of neverUsed) loadLate(name, pulumi);

// This serves turning functions into text, too. It sets a flag of V8's, so that whatever is loaded after it finds its compiled code of
// before refused, and has Node's debugger tell of each script. The runner waits for it at every start.
loadLate("./runtime/closure/v8Hooks.js", pulumi, { isInitializedAsync: () => Promise.resolve() });

// Traces are sent where they are asked for (`--tracing`). Where they are not, a span is what the interface alone makes of it.
const { trace } = createRequire(pulumi)("@opentelemetry/api");
loadLate("./cmd/run/tracing.js", pulumi, {
  newSpan: (name: string) => trace.getTracer("nodejs-runtime").startSpan(name),
});

// Pulumi keeps a stack trace for each promise, and this finds the place in another source for each line of each: a third of the
// program's time. Our sources are what runs.
loadLate("source-map-support/register", pulumi);
