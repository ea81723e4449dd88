import { Eta } from "eta/core";
import { pageDevice } from "../../kinds/page-device.ts";
import type { Plan } from "../../plan/plan.ts";
import type { File, Templates } from "../files.ts";
import { templateAt } from "../fill.ts";
import { qrCode } from "./qr-code.ts";

const eta = new Eta({ autoTrim: [false, "nl"] });
const assets = [
  "account.js",
  "ask.js",
  "change-password.js",
  "confirmed.js",
  "device-list.js",
  "device-words.js",
  "devices.js",
  "icon.svg",
  "message.js",
  "password.js",
  "sign-in-words.js",
  "style.css",
  "words.js",
] as const;

/** Where to install Element X (Element Web's own guide for phones, src/vector/mobile_guide); the page itself contains F-Droid's address. */
export const stores = [
  { name: "App Store", address: "https://apps.apple.com/app/element-x-secure-chat-call/id1631335820" },
  { name: "Google Play", address: "https://play.google.com/store/apps/details?id=io.element.android.x" },
] as const;

/** The pages for members: the front page, those for one's own devices and password, and what they need. */
export function renderPages(plan: Plan, templates: Templates): readonly File[] {
  const write = (path: string, values: object = {}) =>
    eta.renderString(templateAt(templates, `proxy/front/${path}`), values);
  const values = pageValues(plan, write);
  return [
    ...(["devices.html", "index.html", "password.html"] as const).map((name) => ({
      path: `pages/${name}`,
      text: write(name, values),
    })),
    ...assets.map((name) => ({
      path: `pages/assets/${name}`,
      text: templateAt(templates, `proxy/front/assets/${name}`),
    })),
  ];
}

/** Fills one template below templates/proxy/front. */
type Write = (path: string, values?: object) => string;

/** What the pages say. Which part stands where is decided here; the parts themselves only say it. */
function pageValues(plan: Plan, write: Write): object {
  const { homeserver, serverName } = plan;
  const server = new URL(plan.baseUrl).host;
  const part = (name: string, values: object = {}) => write(`parts/${name}.html`, values);
  return {
    serverName,
    server,
    pageDevice,
    notices: notices(plan).map((name) => part(name)),
    accounts: part(`accounts-${homeserver.registration}`),
    stores: stores.map((store) => withCode(store, part)),
    signIn: withCode({ name: `Element X for ${server}`, address: elementXAddress(server) }, part),
    computer: computerPart(plan, server, part),
    others: part(`others-${homeserver.federation.mode}`, homeserver.federation),
    help: helpPart(homeserver.adminContact, part),
  };
}

function computerPart({ elementWeb }: Plan, server: string, part: Write): string {
  if (elementWeb === null) return part("computer-app", { server });
  const { address } = elementWeb;
  return part("computer-web", { server, address, shown: new URL(address).host });
}

function notices({ proxy, homeserver }: Plan): readonly string[] {
  return [...(proxy.tls.mode === "internal" ? ["notice-internal"] : []), ...(homeserver.push ? [] : ["notice-silent"])];
}

/**
 * Opens Element X with the server filled in, or the page that says how to get the app (element-x-ios, AppRoutes.swift,
 * AccountProvisioningURLParser; element-x-android pull request 4805: the slash before the question mark is needed).
 */
export function elementXAddress(server: string): string {
  return `https://mobile.element.io/element/?account_provider=${encodeURIComponent(server)}`;
}

interface Link {
  readonly name: string;
  readonly address: string;
}

function withCode(link: Link, part: Write): object {
  return { ...link, code: part("code", { label: link.name, ...qrCode(link.address) }) };
}

function helpPart(address: string | null, part: Write): string {
  return address === null
    ? part("help-personal")
    : part("help-contact", { address, shown: address.replace(/^mailto:/, "") });
}
