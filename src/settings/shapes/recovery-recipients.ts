import { parseRecipients, type Recipient } from "../../keys/recipients.ts";
import { leaf } from "../leaf.ts";

/** Recipients of age for the recovery kit's digital copy: a list of texts that are all of one kind. */
export const recoveryRecipients = leaf<readonly Recipient[]>(
  { type: "array", items: { type: "string", pattern: "^age1(pq1)?[02-9ac-hj-np-z]+$" } },
  (value) => {
    if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) return notAList(value);
    const { recipients, problems } = parseRecipients(value);
    if (problems.length === 0) return { value: recipients };
    return {
      complaints: problems.map(({ at, found, write }) => ({ path: at === null ? [] : [at], found, write })),
    };
  },
);

function notAList(value: unknown) {
  const found = typeof value === "string" ? "a text" : "something else"; // a text may be an identity, which is secret
  return { complaints: [{ found: `expected a list of age recipients, found ${found}`, write: "Write `[age1…]`." }] };
}
