import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import type { Fault } from "./faults.ts";

/** What becomes of a request: its answer, null where nothing was done, and the fault it meets, null for none. */
export interface Met {
  readonly answer: Answer | null;
  readonly fault: Fault | null;
}

/** Writes an answer, or what a fault makes of it; gives the status that the caller sees, null for none. */
export function write(response: ServerResponse, { answer, fault }: Met): number | null {
  if (fault === null) return answer === null ? null : whole(response, answer);
  switch (fault.kind) {
    case "too many":
      return whole(response, {
        ...envelope(429, 971, "Please wait and consider throttling your request speed"),
        headers: { "retry-after": String(fault.retryAfter ?? 1) },
      });
    case "broken":
      return whole(response, envelope(500, 10_013, "Internal server error"));
    case "bad gateway":
      response.writeHead(502, { "content-type": "text/html" }).end("<html><title>502 Bad Gateway</title></html>");
      return 502;
    case "silence":
      return null;
    case "half":
      return half(response, answer, () => response.socket?.destroy());
    case "stalled":
      return half(response, answer, () => {});
    case "cut":
      response.socket?.destroy();
      return null;
    default:
      return fault.kind satisfies never;
  }
}

function envelope(status: number, code: number, message: string): Answer {
  return { status, body: { result: null, success: false, errors: [{ code, message }], messages: [] } };
}

function whole(response: ServerResponse, { status, body, headers = {} }: Answer): number {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  return status;
}

/** The headers promise the whole; half of it comes. */
function half(response: ServerResponse, answer: Answer | null, then: () => void): number | null {
  const text = Buffer.from(JSON.stringify(answer?.body ?? {}));
  response.writeHead(answer?.status ?? 200, { "content-type": "application/json", "content-length": text.length });
  response.write(text.subarray(0, text.length / 2), then);
  return null;
}
