/** The HTTP status of an engine's refusal; null for any other error. */
export function statusOf(error: unknown): number | null {
  const isAnswer = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
  return isAnswer ? (error.statusCode as number) : null;
}

/** What the engine answers; null when it says that there is no such thing (404). */
export function unlessMissing<Value>(answer: Promise<Value>): Promise<Value | null> {
  return unlessStatus([404], answer);
}

/** What the engine answers; null when it answers with one of these statuses. */
export async function unlessStatus<Value>(statuses: readonly number[], answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && statuses.includes(status)) return null;
    throw error;
  }
}
