import { Eta } from "eta/core";
import type { Templates } from "../files.ts";
import { templateAt } from "../fill.ts";
import { qrCode } from "../services/qr-code.ts";
import type { Kit, KitSecret } from "./kit-contents.ts";
import { rebuildWays } from "./rebuild-ways.ts";

/** A sheet in both its forms: to print, and to read anywhere. They hold the secret. */
export interface Sheet {
  readonly html: string;
  readonly text: string;
}

const html = new Eta({ autoTrim: [false, "nl"] });
const plain = new Eta({ autoTrim: [false, "nl"], autoEscape: false });

/** Writes a recovery kit. */
export function renderKit(kit: Kit, templates: Templates): Sheet {
  const values = { ...frame(kit), facts: facts(kit), ways: rebuildWays(kit) };
  const part = (name: string, partValues: object) =>
    html.renderString(templateAt(templates, `recovery/${name}.html`), partValues);
  const secret = kit.secret.kind === "words" ? wordsParts(kit.secret, part) : shareParts(kit.secret, part);
  const all = { ...values, ...secret };
  return {
    html: html.renderString(templateAt(templates, "recovery/kit.html"), all),
    text: plain.renderString(templateAt(templates, "recovery/kit.txt"), all),
  };
}

function frame({ plan: { serverName }, secret }: Kit): object {
  if (secret.kind === "words")
    return {
      serverName,
      kind: "Recovery kit of a private chat server",
      title: `Recovery kit of ${serverName}`,
      warning: "Who has this sheet has the server. Keep it where you keep deeds and passports, never as a photograph.",
    };
  return {
    serverName,
    kind: `Recovery share ${secret.of.index} of ${secret.of.count}, for ${secret.holder}`,
    title: `Recovery share of ${serverName} for ${secret.holder}`,
    warning: `Any ${secret.of.threshold} of these ${secret.of.count} shares give the server's master key. Keep yours apart from the others.`,
  };
}

function facts({ plan, date, keyId, signingKeyId, places, secret }: Kit): readonly object[] {
  const group = secret.kind === "share" ? [{ name: "Group of shares", value: secret.of.group }] : [];
  return [
    { name: "Server name", value: plan.serverName },
    { name: "Host name", value: plan.hostName },
    { name: "Stack", value: plan.stack },
    { name: "Written on", value: date },
    { name: "Key id", value: keyId },
    ...group,
    { name: "Signing key", value: signingKeyId },
    { name: "Stack file", value: places.stackFile },
    { name: "State", value: places.state },
    { name: "Journal", value: places.journal },
    { name: "Epochs", value: listed(Object.entries(plan.epochs).map(([purpose, epoch]) => `${purpose} ${epoch}`)) },
    { name: "Retired signing keys", value: listed(plan.homeserver.retiredSigningKeys.map(({ keyId: id }) => id)) },
  ];
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

type Part = (name: string, values: object) => string;

function wordsParts({ words: secret }: Extract<KitSecret, { kind: "words" }>, part: Part): object {
  const words = secret.reveal().split(" ");
  const lines = [0, 4, 8, 12, 16, 20].map((from) =>
    words
      .slice(from, from + 4)
      .map((word, at) => `${String(from + at + 1).padStart(2)}. ${word.padEnd(10)}`)
      .join(""),
  );
  return {
    secretTitle: "Master key: 24 words",
    secretNote: "Every secret of the server follows from these words. Their order matters.",
    secret: part("kit-words", { words }),
    lines: lines.map((line) => line.trimEnd()),
    code: qrCode(secret.reveal()),
    codeLabel: "QR code: the 24 words",
  };
}

function shareParts({ share, of }: Extract<KitSecret, { kind: "share" }>, part: Part): object {
  const groups = share.reveal().match(/.{1,6}/g) ?? [];
  return {
    secretTitle: "Your share",
    secretNote: `It is typed with or without spaces. A mistyped letter is noticed. Alone, or with fewer than ${of.threshold}, it says nothing about the key.`,
    secret: part("kit-share", { groups }),
    lines: [0, 5, 10].map((from) => groups.slice(from, from + 5).join(" ")),
    code: qrCode(share.reveal().toUpperCase()), // in capitals a QR code is smaller (ISO/IEC 18004, alphanumeric mode; BIP-350 allows them)
    codeLabel: "QR code: the share",
  };
}
