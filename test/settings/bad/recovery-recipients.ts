import { bech32 } from "@scure/base";
import { identityToRecipient } from "age-encryption";
import { cases } from "./case.ts";

const classic = "age1uf43hnequ6wpr0yjfy0txge7fq0eglpzcuem2kat46m6cah2av5qzr38mr";
const postQuantum = await identityToRecipient(
  bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", new Uint8Array(32).fill(7)).toUpperCase(),
);

/** Recipients of the recovery kit's digital copy that can open nothing, or that should not be there. */
export const badRecoveryRecipients = [
  ...cases(
    "recipients",
    "refuses",
    [`chatkeep:recoveryRecipients: ${classic}`, "chatkeep:recoveryRecipients", "a list of age recipients"],
    ["chatkeep:recoveryRecipients: [5]", "chatkeep:recoveryRecipients", "a list of age recipients"],
    ["chatkeep:recoveryRecipients: [ada@acme.example]", "chatkeep:recoveryRecipients[0]", "`age-keygen` prints"],
    [
      `chatkeep:recoveryRecipients: [${classic}, AGE-SECRET-KEY-1QQQQ]`,
      "chatkeep:recoveryRecipients[1]",
      "found an identity, which is secret",
    ],
    ["chatkeep:recoveryRecipients: [ssh-ed25519 AAAA]", "chatkeep:recoveryRecipients[0]", "a recipient of age itself"],
  ),
  ...cases(
    "recipients",
    "accepts",
    [`chatkeep:recoveryRecipients: [${classic.replace(/.$/, "q")}]`, "chatkeep:recoveryRecipients[0]", "copy it again"],
    [
      `chatkeep:recoveryRecipients: [${classic}, ${postQuantum}]`,
      "chatkeep:recoveryRecipients",
      "a quantum computer would open the copy",
    ],
  ),
];
