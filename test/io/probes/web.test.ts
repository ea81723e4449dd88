import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { askAuthority } from "../../../src/io/probes/authority.ts";
import { askWeb, followWeb } from "../../../src/io/probes/web.ts";
import { makeCertificate } from "../../support/proxy/certificates.ts";

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

describe("a web server that leads on", () => {
  const follow = (listener: RequestListener) =>
    withWeb(listener, (url, trusted) => followWeb(`${url}/0`, { trusted, verified: true, signal }));
  /** Leads from each page to the next, up to this one. */
  const upTo =
    (last: number, status: number): RequestListener =>
    ({ url = "" }, response) => {
      const page = Number(url.slice(1));
      if (page === last) response.end("here");
      else response.writeHead(status, { location: `/${page + 1}`, "access-control-allow-origin": "*" }).end();
    };

  it.each([301, 302, 303, 307, 308])("by %s is followed, and each step is told", async (status) => {
    const { redirects, ...answer } = await follow(upTo(2, status));
    expect(answer).toMatchObject({ status: 200, body: "here" });
    expect(redirects.map(({ at, to }) => [at, to].map((each) => each?.slice(-2)))).toEqual([
      ["/0", "/1"],
      ["/1", "/2"],
    ]);
    expect(redirects[0]).toMatchObject({ status, allowed: "*" });
  });

  it.each([
    ["in a circle", { location: "/0" }, "https:"],
    ["into the open", { location: "http://localhost/" }, "http:"],
    ["and does not say where", {}, undefined],
    ["to what is no address", { location: "https://" }, undefined],
  ])("%s is not followed", async (_, headers, protocol) => {
    const { status, redirects } = await follow((_, response) => response.writeHead(302, headers).end());
    expect([status, redirects.length]).toEqual([302, 1]);
    expect(redirects[0]?.to?.split("/")[0]).toBe(protocol);
  });

  it("is followed twenty times, as others do, and not for ever", async () => {
    expect(await follow(upTo(20, 302))).toMatchObject({ status: 200 });
    const { status, redirects } = await follow(upTo(1_000, 302));
    expect([status, redirects.length]).toEqual([302, 21]);
  });

  it("to one whose certificate is not good is not seen", async () => {
    const there = withWeb(
      (_, response) => response.end("here"),
      (url) => follow((_, response) => response.writeHead(302, { location: url }).end()),
      expired,
    );
    await expect(there).rejects.toThrow(/certificate/);
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
