import { fieldsOf, parseJson } from "../../kinds/json.ts";
import { followWeb } from "./web.ts";

/** What an ACME directory says (RFC 8555, section 7.1.1), and by its `Date` header what time it is there. */
export interface AuthoritySeen {
  /** How its CAA records name it; empty where it does not say. */
  readonly caaIdentities: readonly string[];
  /** How many seconds this machine's clock is ahead of its; null where the answer has no date. */
  readonly clockAheadSeconds: number | null;
}

/** Asks an ACME directory who it is and what time it is. */
export async function askAuthority(
  directory: string,
  trusted: readonly string[],
  signal: AbortSignal,
): Promise<AuthoritySeen> {
  const answer = await followWeb(directory, { trusted, verified: true, signal });
  if (answer.status !== 200) throw new Error(`${directory} answers with ${answer.status}`);
  const { meta } = fieldsOf(parseJson(answer.body));
  const { caaIdentities } = fieldsOf(meta);
  const named = Array.isArray(caaIdentities) ? caaIdentities.filter((each) => typeof each === "string") : [];
  return { caaIdentities: named, clockAheadSeconds: answer.clockAheadSeconds };
}
