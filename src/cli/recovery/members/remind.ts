import {
  type PreparedReminders,
  prepareReminders,
  type RemindWishes,
  sendReminders,
  textFor,
} from "../../../actions/recovery/remind/remind.ts";
import type { Session, StackOptions } from "../../../actions/session.ts";
import type { Duration } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { PassedOver, ReminderReason } from "../../../operations/recovery/remind/decide.ts";
import { beginSession } from "../../session.ts";
import { agreed, type YesOption } from "../../up/consent.ts";

/** How `recovery remind` is called. */
export interface RemindOptions extends StackOptions, YesOption {
  readonly dryRun: boolean;
  readonly every: Duration;
  readonly again: boolean;
  readonly readyWithin: Duration;
  readonly staleAfter: Duration;
}

/** `recovery remind`: shows who is concerned, asks, and sends. */
export async function remind(names: readonly string[], options: RemindOptions): Promise<number> {
  const { every, again, readyWithin, staleAfter } = options;
  const session = beginSession("recovery remind", options);
  const wishes: RemindWishes = { names, every, again, policy: { readyWithin, staleAfter } };
  return await sendOnceAgreed(session, await prepareReminders(session, wishes), options);
}

/** Shows who is concerned, asks, and sends. `reach` says how a member can be reached who has no app that would show a message. */
export async function sendOnceAgreed(
  session: Session,
  prepared: PreparedReminders,
  options: Pick<RemindOptions, "json" | "yes" | "dryRun">,
  reach: Reach = inAnotherWay,
): Promise<number> {
  const { terminal } = session;
  const { send, passedOver } = prepared;
  if (send.length === 0 || options.dryRun) return finish([]);
  terminal.note([...preparedLines(prepared, reach), ""].join("\n"));
  const question = `Send ${send.length === 1 ? "this message" : `these ${send.length} messages`}? They are not encrypted.`;
  if (!(await agreed(terminal, options, question))) return 1;
  return finish((await sendReminders(session, prepared)).sent);

  function finish(sent: readonly string[]): number {
    const document = { version: 1, dryRun: options.dryRun, sent, send, passedOver };
    const lines = sent.length > 0 ? [`Sent to ${sent.join(", ")}.`] : notSentLines(prepared, reach);
    terminal.result(options.json ? JSON.stringify(document) : lines.join("\n"));
    return 0;
  }
}

/** How a member can be reached without a message. */
export type Reach = (user: UserId) => string;

const inAnotherWay: Reach = () => "Tell them in another way.";

function notSentLines(prepared: PreparedReminders, reach: Reach): readonly string[] {
  const { send, passedOver } = prepared;
  if (send.length === 0 && passedOver.length === 0) return ["Nothing is missing, so there is nothing to remind of."];
  if (send.length === 0) return ["No reminder is due.", ...passedOver.map((each) => passedOverLine(each, reach))];
  return [...preparedLines(prepared, reach), "", "Nothing was sent."];
}

function preparedLines(prepared: PreparedReminders, reach: Reach): readonly string[] {
  const { send, passedOver, settled } = prepared;
  const [first] = send;
  return [
    ...send.map(({ user, reasons }) => `${user}: ${reasons.map((reason) => words[reason]).join(", ")}`),
    ...passedOver.map((each) => passedOverLine(each, reach)),
    ...(first === undefined ? [] : ["", `What ${first.user} gets:`, ...indented(textFor(first, settled))]),
  ];
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
}

function passedOverLine(passed: PassedOver, reach: Reach): string {
  if (passed.why === "never signed in") return `${passed.user}: no message, never signed in. ${reach(passed.user)}`;
  return `${passed.user}: no message, the last one was sent on ${passed.last.slice(0, 10)} (--again sends it all the same)`;
}

const words: Readonly<Record<ReminderReason, string>> = {
  noCrossSigning: "no signing keys",
  noSecretStorage: "recovery is not set up",
  noBackup: "no key backup",
  backupNotTrusted: "the key backup is not trusted",
  backupKeyNotStored: "the recovery key does not open the backup",
  backupSwitchedOff: "the key backup is switched off",
  resetNotRedone: "reset, and recovery is not set up again",
  unsignedDevice: "a device is not confirmed",
  staleDevice: "a device was not used for long",
  initialPassword: "the initial password is still in use",
};
