import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type TlsOptions } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { makeCertificate } from "../../support/proxy/certificates.ts";
import { scanTls } from "../../support/proxy/tls-scan.ts";

// Making keys takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const good = makeCertificate({ name: "localhost" });

async function scan(options: TlsOptions) {
  const { cert, key } = await good;
  const server = createServer({ cert, key, ...options }, (socket) => socket.end()).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => undefined);
  await once(server, "listening");
  try {
    return await scanTls("localhost", (server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe("the scan of a TLS server", () => {
  it("finds each suite that it takes with each version, weak ones too", async () => {
    const ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0";
    expect(await scan({ minVersion: "TLSv1.1", maxVersion: "TLSv1.2", ciphers })).toEqual({
      "SSL 3.0": [],
      "TLS 1.0": [],
      "TLS 1.1": ["0xc009"],
      "TLS 1.2": ["0xc009", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"],
      "TLS 1.3": [],
    });
  });

  it("finds what is taken of TLS 1.3", async () => {
    const ciphers = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-CHACHA20-POLY1305";
    expect(await scan({ minVersion: "TLSv1.2", ciphers })).toMatchObject({
      "TLS 1.1": [],
      "TLS 1.2": ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"],
      "TLS 1.3": ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"],
    });
  });
});
