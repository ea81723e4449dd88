import { expect, it } from "vitest";
import { loggedServices, whyNoContainer } from "../../../src/cli/running/logged-services.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

it("logs of every container that a stack can have can be asked for", () => {
  const wishes = {
    elementWeb: "web.acme.example.org",
    calls: "on",
    addresses: { ipv4: "203.0.113.7" },
    backup: { repository: "/srv/chatkeep" },
  };
  const { services, installer, elementWeb } = decidePlan("acme", exampleSettings(wishes));
  const made = [...Object.values(services), installer, elementWeb];
  expect(made.map((each) => each?.labels["chatkeep.role"]).toSorted()).toEqual(loggedServices().toSorted());
});

it("logs of what was never wanted say what makes it", () => {
  const plan = decidePlan("acme", exampleSettings());
  expect(whyNoContainer("turn", plan)).toContain("`chatkeep:calls: on`");
  expect(whyNoContainer("element-web", plan)).toContain("`chatkeep:elementWeb: NAME`");
  const wanted = decidePlan("acme", exampleSettings({ calls: "on", addresses: { ipv4: "203.0.113.7" } }));
  for (const why of [whyNoContainer("turn", wanted), whyNoContainer(undefined, plan)])
    expect(why).toBe("The container does not exist. Start the server:  npx chatkeep up --stack acme");
});
