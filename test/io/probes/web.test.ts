import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { askAuthority } from "../../../src/io/probes/authority.ts";
import { askWeb } from "../../../src/io/probes/web.ts";
import { makeCertificate } from "../../support/certificates.ts";

// Making keys takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const good = makeCertificate({ name: "localhost" });
const expired = makeCertificate({ name: "localhost", to: "20260301000000Z" });

async function withWeb<Result>(
  listener: RequestListener,
  doing: (url: string, trusted: readonly string[]) => Promise<Result>,
  certificate = good,
): Promise<Result> {
  const { cert, key, authority } = await certificate;
  const server = createServer({ cert, key }, listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await doing(`https://localhost:${(server.address() as AddressInfo).port}`, [authority]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const { signal } = new AbortController();

describe("a web server", () => {
  it("answers with its status, headers and body, and a redirect is not followed", async () => {
    const answer = await withWeb(
      (_, response) => response.writeHead(301, { location: "/", "x-one": "1" }).end("gone"),
      (url, trusted) => askWeb(`${url}/here`, { trusted, verified: true, signal }),
    );
    expect(answer).toMatchObject({ status: 301, headers: { location: "/", "x-one": "1" }, body: "gone" });
    expect(Math.abs(answer.clockAheadSeconds ?? Number.NaN)).toBeLessThan(60);
  });

  it("whose certificate is over answers only where that is judged elsewhere", async () => {
    const ask = (verified: boolean) =>
      withWeb(
        (_, response) => response.end("here"),
        (url, trusted) => askWeb(url, { trusted, verified, signal }),
        expired,
      );
    expect((await ask(false)).body).toBe("here");
    await expect(ask(true)).rejects.toThrow(/expired/);
  });
});

describe("a certificate authority", () => {
  const directory = { newNonce: "https://a.example/n", meta: { caaIdentities: ["a.example"] } };
  const date = (minutes: number) => new Date(Date.now() + minutes * 60_000).toUTCString();
  const ask = (body: string, headers: Readonly<Record<string, string>> = {}, status = 200) =>
    withWeb(
      (_, response) => response.writeHead(status, headers).end(body),
      (url, trusted) => askAuthority(`${url}/directory`, trusted, signal),
    );

  it("says its name, and what time it is", async () => {
    const seen = await ask(JSON.stringify(directory), { date: date(-10) });
    expect(seen.caaIdentities).toEqual(["a.example"]);
    expect(seen.clockAheadSeconds).toBeGreaterThan(590);
    const behind = await ask(JSON.stringify(directory), { date: date(10) });
    expect(behind.clockAheadSeconds).toBeLessThan(-500);
  });

  it("that says neither has no name and no time", async () => {
    expect(await ask("{}", { date: "" })).toEqual({ caaIdentities: [], clockAheadSeconds: null });
  });

  it("that answers with an error is unseen", async () => {
    await expect(ask("", {}, 503)).rejects.toThrow("answers with 503");
  });
});
