import type { ListedKey, ListedKeys } from "../../operations/keys/rotation/list.ts";
import { columns } from "../../render/columns.ts";
import { showTime } from "./rotation-text.ts";

/** The keys of a stack, as a table with a line of words for each. */
export function showKeys(
  { keyId, signingKeyId, signingPublicKey, keys, retired, carriedPepper }: ListedKeys,
  now: Date,
): string {
  return [
    `Master key ${keyId}`,
    `Signing key ${signingKeyId}  ${signingPublicKey}`,
    "",
    ...columns([["SECRET", "GENERATION", "WHAT IT IS"], ...keys.map(rowOf)]),
    "",
    ...(carriedPepper
      ? ["The password pepper is one of an earlier master key. The stack file holds it: keep a copy of that file.", ""]
      : []),
    "Replacing one:",
    ...keys.flatMap(lineOf),
    "",
    ...(retired.length === 0 ? ["No signing key was retired."] : ["Retired signing keys, published for old events:"]),
    ...retired.map(
      (each) =>
        `  ${each.keyId}  ${each.publicKey}  ${each.expired > now.getTime() ? "expires" : "expired"} ${showTime(each.expired)}`,
    ),
  ].join("\n");
}

function rowOf({ purpose, epoch, isBegun, what }: ListedKey): readonly string[] {
  const generation = epoch === null ? "-" : isBegun ? `${epoch}, a new one is not applied yet` : String(epoch);
  return [purpose, generation, what];
}

function lineOf({ purpose, rotating, refused }: ListedKey): readonly string[] {
  if (rotating === null) return [`  ${purpose}: never: ${refused}`];
  const { replaced, notices } = rotating;
  const what = replaced.length === 0 ? "no container is replaced" : `replaces ${replaced.join(", ")}`;
  return [`  ${purpose}: ${what}. ${notices.join(" ")}`];
}
