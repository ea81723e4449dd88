import type Docker from "dockerode";
import { unlessMissing } from "../../../src/io/docker/engine-answers.ts";
import { messageOf } from "../engine-answers.ts";

/** Makes sure that the engine has the image, and pulls it, without a login, when it has not. */
export async function ensureImage(engine: Docker, image: string): Promise<void> {
  if ((await unlessMissing(engine.getImage(image).inspect())) !== null) return;
  try {
    await pull(engine, image.includes("@") || /:[^/]+$/.test(image) ? image : `${image}:latest`);
  } catch (error) {
    throw new Error(
      `The engine has no image ${image}, and pulling it failed: ${messageOf(error)}. Build or load it on that engine, then run the command again.`,
    );
  }
}

async function pull(engine: Docker, image: string): Promise<void> {
  const progress = await engine.pull(image);
  await new Promise<void>((resolve, reject) =>
    engine.modem.followProgress(progress, (error) => (error === null ? resolve() : reject(error))),
  );
}
