import { createRequire } from "node:module";
import { loadLate } from "../src/io/machine/load-late.ts";

const pulumi = createRequire(import.meta.url).resolve("@pulumi/pulumi");

// The first two serve turning functions of a program into text, the third runs Pulumi from a program. Ours never
// asks for that, and it is the larger part of the time that Pulumi's package takes to load.
for (const name of ["typescript", "@npmcli/arborist", "./automation/index.js"]) loadLate(name, pulumi);

// Pulumi keeps a stack trace for each promise, and this finds the place in another source for each line of each: a third of the
// program's time. Our sources are what runs.
loadLate("source-map-support/register", pulumi);
