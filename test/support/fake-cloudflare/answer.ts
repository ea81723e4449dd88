/** An answer of the API: the status, and what is below `result` or `errors` (developers.cloudflare.com/fundamentals/api/how-to/make-api-calls). */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What was asked for. */
export function done(result: unknown, resultInfo?: PageInfo): Answer {
  const info = resultInfo === undefined ? {} : { result_info: resultInfo };
  return { status: 200, body: { result, success: true, errors: [], messages: [], ...info } };
}

/** A refusal with Cloudflare's own number and words. */
export class ApiError extends Error {
  readonly answer: Answer;
  constructor(status: number, code: number, message: string, chain: readonly { code: number; message: string }[] = []) {
    super(message);
    const error = { code, message, ...(chain.length === 0 ? {} : { error_chain: chain }) };
    this.answer = { status, body: { result: null, success: false, errors: [error], messages: [] } };
  }
}

/** A record that is no record: every reason is in the chain below the one number. */
export function invalid(code: number, message: string): ApiError {
  return new ApiError(400, 1004, "DNS Validation Error", [{ code, message }]);
}

/** Which part of a list an answer holds. */
export interface PageInfo {
  readonly page: number;
  readonly per_page: number;
  readonly count: number;
  readonly total_count: number;
  readonly total_pages: number;
}

/** One page of a list, as the query asks for it. */
export function page(all: readonly unknown[], query: URLSearchParams, usual: number, most: number): Answer {
  const [number, size] = [whole(query.get("page"), 1), Math.min(most, whole(query.get("per_page"), usual))];
  const here = all.slice((number - 1) * size, number * size);
  const counts = { count: here.length, total_count: all.length, total_pages: Math.ceil(all.length / size) };
  return done(here, { page: number, per_page: size, ...counts });
}

function whole(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new ApiError(400, 1004, "DNS Validation Error", [
    { code: 9207, message: "page and per_page must be numbers." },
  ]);
}
