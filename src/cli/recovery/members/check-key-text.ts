import type { CheckValue } from "../../../keys/members/check-value.ts";
import type { KeyVerdict } from "../../../operations/recovery/members/check-key.ts";

/** What a check found, for the member. */
export function verdictLines(verdict: KeyVerdict, { user, taken, keys }: CheckValue): readonly string[] {
  const seen = `As the server had it on ${taken.slice(0, 16).replace("T", " ")} UTC; a later change is not known here.`;
  switch (verdict.kind) {
    case "right":
      return [
        `Yes: this is the recovery key of ${user} (key id ${verdict.key}, the default key).`,
        ...opened(verdict),
        seen,
      ];
    case "earlier":
      return [
        `No: this is an earlier key of ${user} (key id ${verdict.key}). It was replaced by ${verdict.defaultKey}, and apps no longer use it.`,
        "Look for the newer one. If you do not find it, make a new key in an app that is still signed in, and keep that one.",
        seen,
      ];
    case "wrong":
      return [
        `No: this is not the recovery key${orPassphrase(keys, verdict.defaultKey)} of ${user} (key id ${verdict.defaultKey}).`,
        "It may belong to another account, or to a time before the key was changed. Compare it letter by letter once more, too.",
        "If you do not find the right one, make a new key in an app that is still signed in, and keep that one.",
        seen,
      ];
    case "not set up":
      return [
        `${user} has no recovery key: recovery is not set up, or was reset. Set it up in your app, then check the key.`,
        seen,
      ];
    case "cannot be told":
      return [
        `This cannot be told: the server has no check value for the recovery key of ${user} (key id ${verdict.defaultKey}) that this version understands.`,
        "Make a new key in an app that is signed in: apps of today store a check value with it.",
        seen,
      ];
    default:
      return verdict satisfies never;
  }
}

function orPassphrase(keys: CheckValue["keys"], current: string): string {
  return keys.find(({ id }) => id === current)?.passphrase ? " or the recovery passphrase" : "";
}

const words: Readonly<Record<string, string>> = {
  "m.cross_signing.master": "identity",
  "m.cross_signing.self_signing": "confirming own devices",
  "m.cross_signing.user_signing": "confirming others",
  "m.megolm_backup.v1": "key backup",
};

function opened({ opens }: KeyVerdict & { readonly kind: "right" }): readonly string[] {
  const lacking = Object.keys(words).filter((name) => !opens.includes(name));
  const named = (names: readonly string[]) => names.map((name) => words[name] ?? name).join(", ");
  const yes = opens.length === 0 ? [] : [`It opens: ${named(opens)}.`];
  if (lacking.length === 0) return yes;
  return [
    ...yes,
    `It does not open: ${named(lacking)}. ${
      lacking.includes("m.megolm_backup.v1") ? "A new device would not get older messages back. " : ""
    }Set recovery up again in your app.`,
  ];
}
