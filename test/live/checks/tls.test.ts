import { describe, expect, inject, it } from "vitest";
import { scanTls } from "../../support/proxy/tls-scan.ts";

const { hostname, port } = new URL(inject("mainStack").baseUrl);

describe("the proxy's TLS", () => {
  it("is nothing below 1.2, and no suite without forward secrecy and authenticated encryption", async () => {
    const found = await scanTls(hostname, Number(port));
    console.log(`Taken: ${JSON.stringify(found, null, 2)}`);
    expect(found).toEqual({
      "SSL 3.0": [],
      "TLS 1.0": [],
      "TLS 1.1": [],
      "TLS 1.2": [
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
      ],
      "TLS 1.3": ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"],
    });
  });
});
