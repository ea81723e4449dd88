/** The answer, or null where the engine says that there is no such thing (HTTP 404). */
export async function unlessMissing<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
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
