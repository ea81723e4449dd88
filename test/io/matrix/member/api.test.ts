import { describe, expect, it } from "vitest";
import { memberApi } from "../../../../src/io/matrix/member/api.ts";
import { Secret } from "../../../../src/kinds/secret.ts";

type Step = () => Response;

/** A way to a server that answers so, one after the other. */
function answering(...steps: readonly Step[]) {
  const asked: string[] = [];
  const stopping = new AbortController();
  const fetch: typeof globalThis.fetch = async (url, options) => {
    asked.push(
      `${options?.method} ${String(url)} ${new Headers(options?.headers).get("authorization")} ${options?.redirect}`,
    );
    const step = steps[asked.length - 1];
    if (step === undefined) throw new Error("asked once too often");
    return step();
  };
  const api = memberApi({ fetch, baseUrl: "https://acme.test", token: new Secret("token"), signal: stopping.signal });
  return { api, asked, stop: () => stopping.abort() };
}

const ok = () => Response.json({ done: true });
const limited = () => Response.json({ errcode: "M_LIMIT_EXCEEDED" }, { status: 429, headers: { "retry-after": "0" } });
const gone = () => new Response("", { status: 502 });
const failing = (code: string) => () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
};

describe("a member's way to a server", () => {
  it("asks with the token, and follows no redirect", async () => {
    const { api, asked } = answering(ok);
    expect(await api.ask("GET", "v3/account/whoami")).toEqual({ status: 200, body: { done: true } });
    expect(asked).toEqual(["GET https://acme.test/_matrix/client/v3/account/whoami Bearer token error"]);
  });

  it("waits as long as the server asks for", async () => {
    const { api, asked } = answering(limited, limited, ok);
    expect((await api.ask("POST", "v3/login", {})).status).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it("waits for a server that was there before", async () => {
    const { api } = answering(ok, gone, failing("ECONNREFUSED"), ok);
    await api.ask("GET", "v3/sync");
    expect((await api.ask("POST", "v3/logout", {})).status).toBe(200);
  });

  it.each([
    ["GET", 2],
    ["PUT", 2],
    ["POST", 1],
    ["DELETE", 1],
  ] as const)("after a broken connection asks %s %d times at most", async (method, times) => {
    const { api, asked } = answering(failing("ECONNRESET"), failing("ECONNRESET"));
    await expect(api.ask(method, "v3/sync")).rejects.toThrow("https://acme.test cannot be reached: ECONNRESET");
    expect(asked).toHaveLength(times);
  });

  it("says at once where no server is", async () => {
    const { api, asked } = answering(failing("ECONNREFUSED"));
    await expect(api.ask("GET", "v3/sync")).rejects.toThrow("cannot be reached");
    expect(asked).toHaveLength(1);
  });

  it("stops where it is told to, and is of use at the end all the same", async () => {
    const { api, stop } = answering(ok, ok);
    stop();
    await expect(api.ask("GET", "v3/sync")).rejects.toThrow("Stopped on request");
    expect((await api.until(AbortSignal.timeout(5_000)).ask("POST", "v3/logout", {})).status).toBe(200);
  });
});
