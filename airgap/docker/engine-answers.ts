/** The answer, or null where the engine says that there is no such thing (HTTP 404). */
export async function unlessMissing<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Starting what runs, or stopping what does not, is well: the engine answers with 304. */
export async function unlessAlready(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (statusOf(error) !== 304) throw error;
  });
}

/** The HTTP status of an engine's refusal; null for any other error. */
export function statusOf(error: unknown): number | null {
  const isAnswer = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
  return isAnswer ? (error.statusCode as number) : null;
}

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
