import { statusOf } from "../../src/io/docker/engine-answers.ts";

/** Starting a running container, or stopping a stopped one, succeeds: the engine answers with 304. */
export async function unlessAlready(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (statusOf(error) !== 304) throw error;
  });
}

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
