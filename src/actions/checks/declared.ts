import type { Declared } from "../../operations/checks/facts.ts";
import type { Session } from "../session.ts";
import type { Settled } from "../stack/settings.ts";

/** What is declared, as checks hold it against what they see. */
export function declaredBy({ clock }: Pick<Session, "clock">, { settings, plan }: Settled): Declared {
  return { settings, plan, now: clock.now().toISOString() };
}
