import type Docker from "dockerode";
import { readEngineEvents } from "./engine-events.ts";

/** Gets images from their registries, one after the other; what the engine says goes to `say`. */
export async function pullImages(
  engine: Docker,
  images: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  for (const image of images) {
    await readEngineEvents(await engine.pull(image), (text) => say(`${image}: ${text}`));
  }
}
