import { expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../example-settings.ts";

const mtu = "com.docker.network.driver.mtu";
const isolated = { "com.docker.network.bridge.inhibit_ipv4": "true", "com.docker.network.enable_ipv6": "false" };

it("networks have the packets that the engine gives them, and the internal one no address of the machine of either kind", () => {
  const { edge, data } = decidePlan("acme", exampleSettings()).networks;
  expect(edge).toMatchObject({ name: "chatkeep-acme-edge", resource: "edge", internal: false, options: {} });
  expect(data).toMatchObject({ name: "chatkeep-acme-data", resource: "data", internal: true, options: isolated });
});

it("networks with packets of another length are others, since an engine changes none that is there", () => {
  const { edge, data } = decidePlan("acme", exampleSettings({ mtu: 1400 })).networks;
  expect(edge).toMatchObject({
    name: "chatkeep-acme-edge-mtu-1400",
    resource: "edge-mtu-1400",
    options: { [mtu]: "1400" },
  });
  expect(data.options).toEqual({ ...isolated, [mtu]: "1400" });
});
