import { describe, expect, inject, it } from "vitest";
import { printedIn } from "../../support/stack/engine.ts";

const stack = inject("mainStack");

/** Counts the authorities in a bundle, and says whether the test's own is among them. */
const reader = `
import json, ssl, sys
names = [dict(part[0] for part in each["subject"]).get("commonName") for each in ssl.create_default_context(cafile=sys.argv[1]).get_ca_certs()]
print(json.dumps({"count": len(names), "own": names.count(sys.argv[2])}))
`;

async function authoritiesIn(bundle: string): Promise<{ readonly count: number; readonly own: number }> {
  return JSON.parse(await printedIn(stack, "synapse", "python", "-c", reader, bundle, stack.trustedAuthority));
}

describe("an authority named in the settings", () => {
  it("is trusted by Synapse beside all the public ones, and takes no one's place", async () => {
    const system = await authoritiesIn("/etc/ssl/certs/ca-certificates.crt");
    const trusted = await authoritiesIn("authorities.pem");
    expect(system.count).toBeGreaterThan(50);
    expect(trusted).toEqual({ count: system.count + 1, own: system.own + 1 });
  });

  it.each(["synapse", "proxy"] as const)("is in the bundle that %s was started with", async (role) => {
    const environment = (await printedIn(stack, role, "cat", "/proc/1/environ")).split("\0");
    const bundle = environment.find((line) => line.startsWith("SSL_CERT_FILE="))?.slice("SSL_CERT_FILE=".length);
    expect(bundle).toMatch(new RegExp(`^/cfg/${role}/[0-9a-f]{12}/authorities\\.pem$`));
    const lastLines = (await printedIn(stack, role, "tail", "-n", "1", bundle ?? "")).trim();
    expect(lastLines).toBe("-----END CERTIFICATE-----");
  });
});
