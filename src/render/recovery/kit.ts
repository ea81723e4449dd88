import { Eta } from "eta/core";
import type { Templates } from "../files.ts";
import { templateAt } from "../fill.ts";
import type { Kit, KitSecret } from "./kit-contents.ts";
import { serverFacts } from "./kit-facts.ts";
import { secretParts } from "./kit-secret.ts";
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
  const secret = secretParts(kit.secret);
  const drawn = html.renderString(templateAt(templates, `recovery/${secret.template}.html`), secret);
  const values = { ...frame(kit), facts: serverFacts(kit), ways: rebuildWays(kit), ...secret, secret: drawn };
  return {
    html: html.renderString(templateAt(templates, "recovery/kit.html"), values),
    text: plain.renderString(templateAt(templates, "recovery/kit.txt"), values),
  };
}

function frame({ plan: { serverName, stack }, keyId, secret }: Kit): object {
  const foot = `Key id ${keyId}`; // a server name of full length does not fit below a page
  const verify = `npx chatkeep recovery verify ${secret.kind === "share" ? "--single " : ""}--stack ${stack}`;
  return {
    serverName,
    keyId,
    foot,
    verify,
    ...(secret.kind === "words" ? wordsFrame(serverName) : shareFrame(serverName, secret)),
  };
}

function wordsFrame(serverName: string): object {
  return {
    kind: "Recovery kit of a private chat server",
    holder: null,
    title: `Recovery kit of ${serverName}`,
    warning:
      "Anyone who has this sheet has the server. Keep it where you keep deeds and passports, and never photograph it.",
  };
}

function shareFrame(serverName: string, { holder, of }: Extract<KitSecret, { kind: "share" }>): object {
  return {
    kind: `Recovery share ${of.index} of ${of.count}`,
    holder,
    title: `Recovery share ${of.index} of ${of.count} of ${serverName}`,
    warning: `Any ${of.threshold} of these ${of.count} shares give the server's master key. Keep yours apart from the others, and never photograph it.`,
  };
}
