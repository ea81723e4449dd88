import * as z from "zod";
import {
  type Hostname,
  type IpAddress,
  type OtherServerName,
  parseHostname,
  parseIpAddress,
  parseOtherServerName,
  parseServerName,
  type ServerName,
  shortAddress,
} from "../../kinds/names.ts";
import { complain, leaf } from "../leaf.ts";
import { plainText } from "../wording.ts";
import { adviseName, adviseOtherName } from "./name-advice.ts";

/** Labels of letters, digits and hyphens (RFC 1035, section 2.3.1), at most 63 characters each; the last is no number (RFC 3696, section 2), nor a hexadecimal one (URL standard). */
const name = (end: string) =>
  `(?!(.*\\.)?(\\d+|0x[0-9a-f]*)${end})[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*`;
const namePattern = `^${name("$")}$`;

/** The same or an address, and a port (Matrix spec, appendices, "Server name"). */
const port = "(:[1-9]\\d{0,4})?";
const otherNamePattern = `^(${name(`${port}$`)}|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+\\])${port}$`;

/** The server name: the part of every Matrix identifier after the colon. */
export function serverName(example: string) {
  return leaf<ServerName>({ type: "string", pattern: namePattern, maxLength: 230 }, (value) => {
    const name = typeof value === "string" ? parseServerName(value) : null;
    if (name !== null) return { value: name };
    return complain(`a server name such as \`${example}\``, value, advise(value, example));
  });
}

/** The server name of another server: the part of its user IDs after the colon, with the port if there is one. */
export function otherServerName(example: string) {
  return leaf<OtherServerName>({ type: "string", pattern: otherNamePattern, maxLength: 230 }, (value) => {
    const read = typeof value === "string" ? parseOtherServerName(value) : null;
    if (read !== null) return { value: read };
    const isText = typeof value === "string" && value !== "";
    const write = isText ? adviseOtherName(value, example) : `Write a name such as \`${example}\`.`;
    return complain(`a server name such as \`${example}\``, value, write);
  });
}

/** A name that clients connect to. */
export function hostname(example: string) {
  return leaf<Hostname>({ type: "string", pattern: namePattern, maxLength: 253 }, (value) => {
    const name = typeof value === "string" ? parseHostname(value) : null;
    if (name !== null) return { value: name };
    return complain(`a host name such as \`${example}\``, value, advise(value, example));
  });
}

/** A name that clients connect to; null is none. */
export function hostnameOrOff(example: string) {
  const name = hostname(example);
  return leaf<Hostname | null>({ type: "string", pattern: namePattern, maxLength: 253 }, (value) => {
    if (value === "off") return { value: null };
    const read = name.safeParse(value);
    if (read.success) return { value: read.data };
    const off = ["false", "no", "none", "null"].includes(plainText(value).trim().toLowerCase());
    return complain(
      `a host name such as \`${example}\`, or \`off\``,
      value,
      off ? "Write `off`." : advise(value, example),
    );
  });
}

function advise(value: unknown, example: string): string {
  return typeof value === "string" && value !== ""
    ? adviseName(value, example)
    : `Write a name such as \`${example}\`.`;
}

/** An address of this machine; one of IPv6 in the one way it is written (RFC 5952), so that two spellings are one address. */
const ipAddress = leaf<IpAddress>({ type: "string", pattern: "^[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*$" }, (value) => {
  const address = typeof value === "string" && !value.includes("%") ? parseIpAddress(value) : null;
  const mapped = address === null ? null : mappedIpv4(address);
  if (mapped !== null) return complain("an address in the form of its own family", value, `Write \`${mapped}\`.`);
  if (address !== null) return { value: shortAddress(address) };
  const known: Readonly<Record<string, string>> = {
    localhost: "127.0.0.1",
    "*": "0.0.0.0",
    all: "0.0.0.0",
    any: "0.0.0.0",
  };
  const text = plainText(value)
    .trim()
    .replace(/^\[|\]$/g, "")
    .replace(/\/\d+$|%.*$/, "");
  const meant = known[text.toLowerCase()] ?? parseIpAddress(text) ?? "0.0.0.0";
  return complain("an IP address of the machine, such as `0.0.0.0` (all of them)", value, `Write \`${meant}\`.`);
});

/** The addresses of this machine that ports are published on: one, or a list. */
export const bindAddresses = z
  .union([
    ipAddress,
    z.array(ipAddress, { error: "an address, or a list of them" }).min(1, { error: "at least one address" }),
  ])
  .transform((read): readonly IpAddress[] => [read].flat());

/** The IPv4 address that an IPv6 one stands for (RFC 4291, section 2.5.5.2); null for any other. */
function mappedIpv4(address: IpAddress): string | null {
  const [, high = "", low = ""] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(shortAddress(address)) ?? [];
  if (high === "") return null;
  const bytes = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]);
  return bytes.join(".");
}

/** No invisible characters (Unicode categories C and Z): this is shown to people, and written on one line of YAML and JSON. */
const contactPattern = "^(mailto:[^\\s\\p{C}@]+@[^\\s\\p{C}@]+|https://[^\\s\\p{C}/]+(/[^\\s\\p{C}]*)?)$";
const contactText = new RegExp(contactPattern, "u");

/** The address of the server's administrator, for members. */
export const contact = leaf<string>({ type: "string", pattern: contactPattern }, (value) => {
  const text = typeof value === "string" ? value : "";
  if (contactText.test(text) && URL.canParse(text)) return { value: text };
  const expected = "an address such as `mailto:admin@acme.example` or `https://acme.example/help`";
  return complain(expected, value, adviseContact(text.trim()));
});

function adviseContact(text: string): string {
  if (/^[^\s@:]+@[^\s@]+$/.test(text)) return `Write \`mailto:${text}\`.`;
  if (/^http:\/\/\S+$/.test(text)) return `Write \`${text.replace(/^http:/, "https:")}\`.`;
  return "Begin it with `mailto:` or `https:`.";
}
