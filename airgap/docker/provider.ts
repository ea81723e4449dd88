import { connectEngine } from "../../src/io/docker/engine.ts";
import { textSetting } from "../provider/configuration.ts";
import type { Provider } from "../provider/provider.ts";
import { container } from "./container/container.ts";
import { network } from "./network.ts";
import { volume } from "./volume.ts";
import type { World } from "./world.ts";

/** Our Docker provider: the tokens of the official one, for what the program uses. The engine's address is all that it is told. */
export const dockerProvider: Provider<World> = {
  name: "docker",
  title: "Docker",
  version: "5.2.0",
  settings: ["host"],
  resources: {
    "docker:index/container:Container": container,
    "docker:index/network:Network": network,
    "docker:index/volume:Volume": volume,
  },
  questions: {},
  connect: (settings, cancelled) => ({
    engine: connectEngine(textSetting(settings, "host") ?? process.env.DOCKER_HOST),
    cancelled,
  }),
};
