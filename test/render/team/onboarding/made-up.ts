import type { UserId } from "../../../../src/kinds/names.ts";
import { Secret } from "../../../../src/kinds/secret.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import type { Onboarding } from "../../../../src/render/team/onboarding/contents.ts";
import { exampleSettings } from "../../../plan/example-settings.ts";

/** What the made-up member signs in with. */
export const initialPassword = "k3qx9-t0vbz-8mhda-2wyrn";

/** A made-up member's first day, changed where a test asks for it. */
export function madeUpOnboarding(
  more: Partial<Omit<Onboarding, "plan">> = {},
  settings: Readonly<Record<string, unknown>> = {},
): Onboarding {
  return {
    plan: decidePlan("acme", exampleSettings({ hostName: "chat.acme.example.org", ...settings })),
    member: { id: "@ada:acme.example.org" as UserId, name: "Ada Lovelace" },
    occasion: "new member",
    credential: { kind: "password", password: new Secret(initialPassword) },
    date: "2026-11-30",
    ...more,
  };
}
