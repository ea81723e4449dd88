import { isIP, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { parseHostname, parseOtherServerName } from "../../kinds/names.ts";
import { quote } from "../wording.ts";

interface Repair {
  readonly applies: RegExp;
  readonly say: string;
  readonly repair: (text: string) => string;
}

/** What people write around a host name, and how it is removed. The order matters: each step works on the result of the one before. */
const around: readonly Repair[] = [
  { applies: /^\s|\s$/, say: "without the space around it", repair: (text) => text.trim() },
  { applies: /^[a-z][a-z0-9+.-]*:\/\//i, say: "without the scheme", repair: (text) => text.replace(/^[^/]*\/\//, "") },
  { applies: /^[@#!][^:]*:/, say: "only what follows the colon", repair: (text) => text.replace(/^[^:]*:/, "") },
  { applies: /[/?]/, say: "without a path", repair: (text) => text.replace(/[/?].*$/s, "") },
];

const withoutPort: Repair = {
  applies: /^[^:]+:\d*$/,
  say: "without the port",
  repair: (text) => text.replace(/:\d*$/, ""),
};

/** The same of the host alone. */
const within: readonly Repair[] = [
  { applies: /^[^@]+@/, say: "only what follows the `@`", repair: (text) => text.replace(/^.*@/, "") },
  { applies: /^\*\./, say: "without the wildcard", repair: (text) => text.slice(2) },
  { applies: /\.+$/, say: "without the trailing dot", repair: (text) => text.replace(/\.+$/, "") },
  { applies: /[A-Z]/, say: "in lower case", repair: (text) => text.toLowerCase() },
  { applies: /[^\p{ASCII}]/u, say: "which is its ASCII form (punycode)", repair: domainToASCII },
  { applies: /_/, say: "with a hyphen for the underscore", repair: (text) => text.replaceAll("_", "-") },
];

/** What to write instead of a text that is no host name. */
export function adviseName(text: string, example: string): string {
  if (isIP(text.replace(/^\[|\]$/g, "")) !== 0) {
    return `Write a name such as \`${example}\`: with an address, every account depends on one machine.`;
  }
  const { name, said } = repair(text, [...around, withoutPort, ...within]);
  if (parseHostname(name) !== null && said.length > 0) return `Write \`${name}\`, ${said.join(", ")}.`;
  return adviseForm(text, name, example);
}

/** What to write instead of a text that is not a valid name of another server. A port stays: without it, the name is another server's. */
export function adviseOtherName(text: string, example: string): string {
  const bare = repair(text, around);
  const [, start = "", port = ""] = /^(.*?)(:\d+)?$/s.exec(bare.name) ?? [];
  const host = repair(start, within);
  const said = [...bare.said, ...host.said];
  if (isIPv6(bare.name)) return `Write \`[${bare.name}]\`: an IPv6 address must be in brackets.`;
  if (parseOtherServerName(`${host.name}${port}`) === null) return adviseForm(text, host.name, example);
  return `Write \`${host.name}${port}\`, ${said.join(", ")}.`;
}

function adviseForm(text: string, name: string, example: string): string {
  if (text.length > 230) return "Write a shorter name: a server name has at most 230 characters.";
  const long = name.split(".").find((label) => label.length > 63);
  if (long !== undefined) return `Shorten ${quote(long)}: each part between dots has at most 63 characters.`;
  return `Write a name such as \`${example}\`: lower-case letters, digits and hyphens, in parts joined by dots.`;
}

function repair(text: string, by: readonly Repair[]): { readonly name: string; readonly said: readonly string[] } {
  let name = text;
  const said: string[] = [];
  for (const each of by) {
    if (!each.applies.test(name)) continue;
    name = each.repair(name);
    said.push(each.say);
  }
  return { name, said };
}
