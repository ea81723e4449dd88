import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import { changesSince, type VerifiedReport, verifyReport } from "../../../actions/team/offboard/verify.ts";
import type { Proof } from "../../../operations/team/offboard/proofs.ts";
import { beginSession } from "../../session.ts";

/** How `team verify` is called. */
export interface VerifyOptions extends StackOptions {
  readonly evidenceKey?: string;
}

/** `team verify`: 3 where something that was proven no longer holds. With a key of the kit, no server is asked. */
export async function verifyOne(path: string, options: VerifyOptions): Promise<number> {
  const session = beginSession("team verify", options);
  const evidenceKey = options.evidenceKey ?? null;
  const verified = await verifyReport(session, { path, evidenceKey });
  const asks = verified.kind === "report" && evidenceKey === null;
  const changes = asks ? await changesSince(session, verified.report) : null;
  const document = { version: 1, signedWith: verified.publicKey, ...aboutOf(verified), changes };
  session.terminal.result(
    options.json ? JSON.stringify(document) : lines(path, verified, changes, session.stack).join("\n"),
  );
  return (changes ?? []).length > 0 ? 3 : 0;
}

function aboutOf(verified: VerifiedReport): object {
  if (verified.kind === "page") return {};
  const { user, ended, lockedOut } = verified.report;
  return { user, ended, lockedOut };
}

function lines(
  path: string,
  verified: VerifiedReport,
  changes: readonly Proof[] | null,
  stack: string,
): readonly string[] {
  const signed = `${path} is as it was signed, with the evidence key ed25519 ${verified.publicKey}.`;
  if (verified.kind === "page")
    return [signed, "To see what changed since, check the JSON file beside it in the same way."];
  const { user, ended, lockedOut } = verified.report;
  return [
    signed,
    `It says: ${user} was ${lockedOut ? "" : "NOT "}proven to be locked out, at ${ended}.`,
    ...(changes === null ? ["The server was not asked: leave --evidence-key out to see what changed since."] : []),
    ...(changes?.length === 0 ? ["The server says the same today."] : []),
    ...(changes ?? []).map(({ claim, found }) => `Changed since: ${claim}: not so today, found ${found}.`),
    ...((changes ?? []).length > 0 ? [`To lock them out again:  ${onThisStack(`team offboard ${user}`, stack)}`] : []),
  ];
}
