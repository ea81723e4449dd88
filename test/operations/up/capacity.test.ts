import { describe, expect, it } from "vitest";
import { firstFreePort, portTakenBy } from "../../../src/operations/up/capacity.ts";

const other = (port: number, address: string, stack: string | null = null) => {
  return { port, address, protocol: "tcp" as const, container: "nginx", stack };
};

describe("a port", () => {
  it("is taken by a container of someone else on the same address, or on all", () => {
    const wanted = { external: 443, address: "0.0.0.0", protocol: "tcp" as const };
    expect(portTakenBy(wanted, "acme", [other(443, "127.0.0.1")])).toBe("nginx");
    expect(portTakenBy({ ...wanted, address: "127.0.0.1" }, "acme", [other(443, "0.0.0.0")])).toBe("nginx");
    expect(portTakenBy({ ...wanted, address: "127.0.0.1" }, "acme", [other(443, "192.0.2.1")])).toBeNull();
    expect(portTakenBy(wanted, "acme", [other(444, "0.0.0.0")])).toBeNull();
    expect(portTakenBy(wanted, "acme", [other(443, "0.0.0.0", "acme")])).toBeNull();
    expect(portTakenBy({ ...wanted, protocol: "udp" }, "acme", [other(443, "127.0.0.1")])).toBeNull();
  });

  it("is taken on its own family alone, and on both where an engine writes no address", () => {
    const wanted = { external: 443, address: "0.0.0.0", protocol: "tcp" as const };
    expect(portTakenBy(wanted, "acme", [other(443, "::")])).toBeNull();
    expect(portTakenBy({ ...wanted, address: "2001:db8::7" }, "acme", [other(443, "::")])).toBe("nginx");
    expect(portTakenBy({ ...wanted, address: "::" }, "acme", [other(443, "0.0.0.0")])).toBeNull();
    for (const address of ["0.0.0.0", "::"])
      expect(portTakenBy({ ...wanted, address }, "acme", [other(443, "")])).toBe("nginx");
  });

  it("that no other stack has on the address is the first from the wanted one on", () => {
    expect(firstFreePort(8443, "127.0.0.1", "local", [])).toBe(8443);
    expect(firstFreePort(8443, "127.0.0.1", "local", [other(8443, "0.0.0.0"), other(8444, "127.0.0.1")])).toBe(8445);
    expect(firstFreePort(8443, "127.0.0.1", "local", [other(8443, "192.0.2.1")])).toBe(8443);
  });
});
