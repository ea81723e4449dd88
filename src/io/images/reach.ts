import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";

/** How long an engine may take to hear from a registry before it counts as closed off. */
const REGISTRY_ANSWERS_WITHIN = 5_000;

/** Whether the official image is on the engine, or the engine itself can get it from its registry (Engine API, "Get image information from the registry"). */
export async function officialImagesReachable(engine: Docker, image: { readonly official: string }): Promise<boolean> {
  const official = engine.getImage(image.official);
  if (await answers(official.inspect())) return true;
  const waiting = new AbortController();
  const late = pause(REGISTRY_ANSWERS_WITHIN, false, { signal: waiting.signal, ref: false }).catch(() => false);
  try {
    return await Promise.race([answers(official.distribution()), late]);
  } finally {
    waiting.abort();
  }
}

/** Any failure is a no: an engine behind a closed firewall has many ways to say that it cannot. */
function answers(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    () => false,
  );
}
