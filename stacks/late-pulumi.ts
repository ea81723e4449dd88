import { createRequire } from "node:module";
import { loadLate } from "../src/io/load-late.ts";

// These two serve turning functions of a program into text, which ours never
// asks for; they are the larger part of the time that Pulumi's package takes to load.
const pulumi = createRequire(import.meta.url).resolve("@pulumi/pulumi");
for (const name of ["typescript", "@npmcli/arborist"]) loadLate(name, pulumi);
