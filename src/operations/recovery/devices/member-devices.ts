import { Refusal } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";

/** Devices that a member does not have. */
export function notADevice(user: UserId, ids: readonly string[]): Refusal {
  const named = ids.map((id) => `\`${id}\``).join(" and ");
  return new Refusal(`${user} has no device ${named}`, {
    next: `See the member's devices, and write the id in the first column as it is there:  npx chatkeep devices list ${user}`,
  });
}
