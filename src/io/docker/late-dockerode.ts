import { createRequire } from "node:module";
import { loadLate } from "../machine/load-late.ts";

// Of what dockerode loads, these are for logging in to registries while building and for its own way over ssh: neither is ours.
const dockerode = createRequire(import.meta.url).resolve("dockerode");
loadLate("./session.js", dockerode);
loadLate("./ssh.js", createRequire(dockerode).resolve("docker-modem"));
