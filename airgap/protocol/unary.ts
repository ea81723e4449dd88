import { type handleUnaryCall, Metadata, type ServiceError, status } from "@grpc/grpc-js";

/** An error that already knows how it looks on the wire: a message, a gRPC code, and binary details. */
export class WireError extends Error {
  readonly code: number;
  readonly metadata: Metadata;
  constructor(message: string, code: number = status.UNKNOWN, metadata: Metadata = new Metadata()) {
    super(message);
    this.name = "WireError";
    this.code = code;
    this.metadata = metadata;
  }
}

/** Makes a gRPC handler of an async function; what it throws becomes the message the person sees. */
export function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServiceError(error)),
      );
  };
}

function toServiceError(error: unknown): Partial<ServiceError> {
  if (error instanceof WireError) return { code: error.code, details: error.message, metadata: error.metadata };
  if (!(error instanceof Error)) return { code: status.UNKNOWN, details: String(error) };
  const next = "next" in error && typeof error.next === "string" ? ` ${error.next}` : "";
  return { code: status.UNKNOWN, details: `${error.message.trim()}${next}` };
}
