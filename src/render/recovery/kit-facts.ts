import type { Kit, KitSecret } from "./kit-contents.ts";

/** One line about the server. */
export interface KitFact {
  readonly name: string;
  readonly value: string;
}

/** What a person needs to know of the server who has nothing of it but this sheet. */
export function serverFacts({ plan, places, ...kit }: Kit): readonly KitFact[] {
  const { epochs, homeserver } = plan;
  return [
    { name: "Server name", value: plan.serverName },
    { name: "Host name", value: plan.hostName },
    { name: "Stack", value: plan.stack },
    { name: "Written on", value: `${kit.date}, by chatkeep ${kit.version}` },
    { name: "Key id", value: kit.keyId },
    ...shareFacts(kit.secret),
    { name: "Signing key", value: kit.signingKeyId },
    {
      name: "Retired signing keys",
      value: listed(homeserver.retiredSigningKeys.map(({ keyId, expired }) => `${keyId} (until ${dayOf(expired)})`)),
    },
    { name: "Evidence key", value: `ed25519 ${kit.evidenceKey}` },
    { name: "Epochs", value: listed(Object.entries(epochs).map(([purpose, epoch]) => `${purpose} ${epoch}`)) },
    {
      name: "Password pepper",
      value: kit.carriesPepper
        ? "carried over from an earlier master key; only the stack file holds it"
        : "follows from the master key",
    },
    { name: "Stack file", value: places.stackFile },
    { name: "State", value: places.state },
    { name: "Journal", value: places.journal },
    { name: "Roster", value: places.roster ?? "none" },
    { name: "Backups", value: "none configured" },
  ];
}

function shareFacts(secret: KitSecret): readonly KitFact[] {
  if (secret.kind === "words") return [];
  const { group, index, count, threshold, commitment } = secret.of;
  return [
    { name: "Share", value: `${index} of ${count}; ${threshold} are needed` },
    { name: "Group of shares", value: group },
    { name: "Commitment", value: `${commitment} (64 bits)` },
  ];
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
