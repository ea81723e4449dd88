import { Agent, request } from "undici";

/** A server's HTTP interface over connections that stay open, as an app keeps them. */
export interface Client {
  /** Sends one request as the holder of a token and gives the answer's body; any status but 200 is an error. */
  call(method: "GET" | "POST" | "PUT", path: string, token: string | null, body?: object): Promise<string>;
  close(): Promise<void>;
}

/** Connects to a server; `authority` is the one certificate its TLS is checked against, null for plain HTTP. */
export function connect(baseUrl: string, authority: string | null): Client {
  const connection = authority === null ? {} : { connect: { ca: authority } };
  const dispatcher = new Agent({ ...connection, bodyTimeout: 60_000, headersTimeout: 60_000 });
  return {
    call: async (method, path, token, body) => {
      const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...typeOf(body) };
      const content = body === undefined ? null : JSON.stringify(body);
      const answer = await request(`${baseUrl}${path}`, { method, dispatcher, headers, body: content });
      const text = await answer.body.text();
      if (answer.statusCode === 200) return text;
      throw new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text.slice(0, 300)}`);
    },
    close: () => dispatcher.destroy(),
  };
}

function typeOf(body: object | undefined): Readonly<Record<string, string>> {
  return body === undefined ? {} : { "content-type": "application/json" };
}

/** A text in a JSON answer. */
export function textIn(answer: string, field: string): string {
  const value: unknown = Object(JSON.parse(answer))[field];
  if (typeof value === "string") return value;
  throw new Error(`The answer has no ${field}.`);
}
