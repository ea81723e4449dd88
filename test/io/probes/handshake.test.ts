import type { AddressInfo } from "node:net";
import { createServer, type TlsOptions } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { seeCertificate, seeProtocols, type TlsPlace } from "../../../src/io/probes/handshake.ts";
import { observeWithin } from "../../../src/io/probes/observe.ts";
import { makeCertificate, type ServerCertificate } from "../../support/proxy/certificates.ts";

// Making keys takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const good = makeCertificate({ name: "localhost" });

/** Serves TLS on loopback while something is done with it. */
async function withServer<Result>(
  options: TlsOptions,
  trusted: readonly string[],
  doing: (place: TlsPlace) => Promise<Result>,
): Promise<Result> {
  const server = createServer(options, (socket) => socket.end());
  server.on("tlsClientError", () => undefined); // refusing is what some of these do
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await doing({ host: "localhost", port: (server.address() as AddressInfo).port, trusted });
  } finally {
    server.close();
  }
}

function certificateOf({ cert, key, authority }: ServerCertificate, trusted = [authority]) {
  return withServer({ cert, key }, trusted, (place) => seeCertificate(place, new AbortController().signal));
}

describe("a certificate", () => {
  it("that is good is seen with its names, its dates and nothing wrong", async () => {
    expect(await certificateOf(await good)).toEqual({
      names: "localhost",
      namesHost: true,
      issuer: "CN=test middle",
      validFrom: "2026-01-01T00:00:00.000Z",
      validTo: "2099-12-31T00:00:00.000Z",
      chainError: null,
    });
  });

  it("that is over is seen with its end, which hides whether its chain is well", async () => {
    const expired = await makeCertificate({ name: "localhost", to: "20260301000000Z" });
    expect(await certificateOf(expired)).toMatchObject({
      validTo: "2026-03-01T00:00:00.000Z",
      chainError: "CERT_HAS_EXPIRED",
      namesHost: true,
    });
  });

  it("for another name is seen as that, and its chain is well", async () => {
    const other = await makeCertificate({ name: "old.example" });
    expect(await certificateOf(other)).toMatchObject({ names: "old.example", namesHost: false, chainError: null });
  });

  it("for a name that leads elsewhere is seen at the host that has it", async () => {
    const named = await makeCertificate({ name: "acme.test" });
    const seen = await withServer(named, [named.authority], (place) =>
      seeCertificate({ ...place, host: "acme.test", by: place.host }, new AbortController().signal),
    );
    expect(seen).toMatchObject({ names: "acme.test", namesHost: true, chainError: null });
  });

  it("whose chain lacks its middle, or leads to an outsider, is seen with what is wrong", async () => {
    const lacking = await makeCertificate({ name: "localhost", lacksMiddle: true });
    expect((await certificateOf(lacking)).chainError).toMatch(/UNABLE_TO_/);
    expect((await certificateOf(await good, [])).chainError).toMatch(/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_/);
  });

  it("of no one is said to be unseen, with the reason", async () => {
    const place = await withServer(await good, [], async (each) => each);
    expect(await observeWithin(5_000, (signal) => seeCertificate(place, signal))).toEqual({
      unseen: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("a look that is refused", () => {
  it("says what to do, where the refusal does", async () => {
    const refusal = () => Promise.reject(new Refusal("there is no token", { next: "Make one." }));
    expect(await observeWithin(5_000, refusal)).toEqual({ unseen: "there is no token", advice: "Make one." });
  });
});

describe("protocols", () => {
  const protocolsOf = async (options: TlsOptions) => {
    const { cert, key, authority } = await good;
    const signal = new AbortController().signal;
    return withServer({ cert, key, ...options }, [authority], (place) => seeProtocols(place, signal));
  };

  it("of a server that takes nothing old and nothing weak are well", async () => {
    const modern = { minVersion: "TLSv1.2", ciphers: "ECDHE+AESGCM:ECDHE+CHACHA20" } as const;
    expect(await protocolsOf(modern)).toEqual({ oldVersions: [], weakSuites: [], newest: "TLSv1.3" });
  });

  it("below TLS 1.2 are named", async () => {
    const old = { minVersion: "TLSv1", ciphers: "ECDHE+AESGCM:ECDHE+AES:@SECLEVEL=0" } as const;
    expect((await protocolsOf(old)).oldVersions).toEqual(["TLS 1.0", "TLS 1.1"]);
    expect((await protocolsOf({ ...old, minVersion: "TLSv1.1" })).oldVersions).toEqual(["TLS 1.1"]);
  });

  it("with weak suites are named, each of them", async () => {
    const weak = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384";
    const { weakSuites } = await protocolsOf({ minVersion: "TLSv1.2", ciphers: weak });
    expect(weakSuites.toSorted()).toEqual(["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"]);
  });

  it("of a server that says nothing are given up on in time", async () => {
    const { createServer: createPlain } = await import("node:net");
    const silent = createPlain(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const place = { host: "127.0.0.1", port: (silent.address() as AddressInfo).port, trusted: [] };
    try {
      expect(await observeWithin(200, (signal) => seeProtocols(place, signal))).toEqual({
        unseen: "no answer in 0.2 s",
      });
    } finally {
      silent.close();
    }
  });
});
