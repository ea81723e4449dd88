import { hostname } from "node:os";
import { readVolumeMarks } from "../../../src/io/docker/volume-marks.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { engineOf } from "./engine.ts";

// Runs as `stopped-look.ts DOCKER_HOST VOLUME`: looks at a volume that no container has, and stops itself (SIGSTOP) as soon as it
// has a container to read in.
const [dockerHost = "", volume = ""] = process.argv.slice(2);
const engine = engineOf({ dockerHost: dockerHost === "" ? null : dockerHost });
const { createContainer } = engine;
Object.assign(engine, {
  createContainer: async (...words: Parameters<typeof createContainer>) => {
    const container = await createContainer.apply(engine, words);
    process.kill(process.pid, "SIGSTOP");
    return container;
  },
});
await readVolumeMarks(engine, { host: hostname(), processes: machineProcesses }, [volume]);
