import { describe, expect, it } from "vitest";
import { networkProperties } from "../../airgap/docker/network.ts";
import { findDifferences } from "../../airgap/table/difference.ts";

const written = [{ subnet: "10.99.0.0/24" }];
const pool = (subnet: string, gateway = "", ipRange = "") => ({ subnet, ipRange, gateway });
const differs = (seen: readonly ReturnType<typeof pool>[], now: readonly object[]) =>
  findDifferences(networkProperties, { ipamConfigs: [...seen] }, { ipamConfigs: now.map((each) => ({ ...each })) });

describe("a network with a given subnet", () => {
  it.each([
    ["as written (20.10, 26)", [pool("10.99.0.0/24")]],
    ["with a gateway (29)", [pool("10.99.0.0/24", "10.99.0.1")]],
    [
      "with IPv6 beside it (28, 29 with such a default)",
      [pool("10.99.0.0/24", "10.99.0.1"), pool("fdb6:7a7b:6199:2::/64", "fdb6:7a7b:6199:2::1")],
    ],
  ])("is no change where the engine shows it %s", (_, seen) => {
    expect(differs(seen, written)).toEqual([]);
  });

  it("is a change where what was written is not there", () => {
    const seen = [pool("10.99.0.0/24", "10.99.0.1")];
    for (const now of [
      [{ subnet: "10.98.0.0/24" }],
      [{ subnet: "10.99.0.0/24", gateway: "10.99.0.254" }],
      [{ subnet: "10.99.0.0/24", ipRange: "10.99.0.128/25" }],
      [...written, { subnet: "10.97.0.0/24" }],
    ])
      expect(differs(seen, now)).toMatchObject([{ property: "ipamConfigs", replaces: true }]);
  });
});
