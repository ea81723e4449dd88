import { Refusal } from "../../errors.ts";
import { changesServer } from "../../operations/up/up.ts";
import { onThisStack, type Session } from "../session.ts";
import { planUp } from "../up/up.ts";

/** Refuses a ceremony while other changes wait in the settings: they would be slipped into it. */
export async function refuseOtherChanges(session: Session): Promise<void> {
  const { steps, changes } = await planUp(session, { cloudflareTokenFile: undefined, replaceRecords: false });
  if (!changesServer(steps)) return;
  const names = changes.map(({ action, what, name }) => `${action} ${what} ${name}`);
  throw new Refusal(`The server is not as its settings say. \`up\` would: ${names.join(", ") || "repair it"}`, {
    next: `Bring it up first, then run this command again:  ${onThisStack("up", session.stack)}`,
  });
}
