import { isIPv4, isIPv6 } from "node:net";
import type { Branded } from "./brand.ts";

/** A DNS host name in lower case, without a trailing dot. */
export type Hostname = Branded<string, "Hostname">;
/** The part of every Matrix identifier after the colon: a host name here (Matrix spec, appendices, "Server name"). */
export type ServerName = Branded<string, "ServerName">;
/** The server name of another server: a host name or an address, with a port if that is part of the name. */
export type OtherServerName = Branded<string, "OtherServerName">;
/** A full Matrix user ID such as `@ana:acme.test` (Matrix spec, appendices, "User identifiers"). */
export type UserId = Branded<string, "UserId">;
/** The part of a user ID between `@` and `:`. */
export type Localpart = Branded<string, "Localpart">;
/** An IPv4 or IPv6 address. */
export type IpAddress = Branded<string, "IpAddress">;

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads a host name; null when it is none. At most 253 characters, labels of at most 63 (RFC 1035, section 2.3.4); no all-number last label (RFC 3696, section 2); nothing that an address in a browser would take for something else, such as `0x10` (URL standard, "host parsing"). */
export function parseHostname(text: string): Hostname | null {
  if (text.length > 253) return null;
  const labels = text.split(".");
  if (!labels.every((each) => label.test(each)) || /^\d+$/.test(labels.at(-1) ?? "")) return null;
  if (!URL.canParse(`https://${text}/`) || new URL(`https://${text}/`).hostname !== text) return null;
  return text as Hostname;
}

/** Reads a server name; null when it is none. Names with a port or an address are legal Matrix but tie the server to a machine, so they are not taken. At most 230 characters (Matrix spec, appendices). */
export function parseServerName(text: string): ServerName | null {
  const host = text.length > 230 ? null : parseHostname(text);
  return host === null ? null : (text as ServerName);
}

/** The host and the port in a server name (Matrix spec, appendices, "Server name"); null when it is not a server name. */
export function partsOfServerName(text: string): { readonly host: string; readonly port: number | null } | null {
  const [, bracketed, plain = "", digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::([1-9]\d{0,4}))?$/.exec(text) ?? [];
  const isHost = bracketed === undefined ? isIPv4(plain) || parseHostname(plain) !== null : isIPv6(bracketed);
  const port = digits === undefined ? null : Number(digits);
  if (!isHost || text.length > 230 || (port ?? 0) > 65_535) return null;
  return { host: bracketed ?? plain, port };
}

/** Reads the server name of another server, as in its user IDs; null when it is not a server name. */
export function parseOtherServerName(text: string): OtherServerName | null {
  return partsOfServerName(text) === null ? null : (text as OtherServerName);
}

/** The host that a server name names when nothing is delegated. */
export function hostOf(server: ServerName): Hostname {
  return server as string as Hostname;
}

/** Reads the local part of a new user ID; null when the Matrix grammar for new users refuses it. */
export function parseLocalpart(text: string): Localpart | null {
  return /^[a-z0-9._=/+-]{1,128}$/.test(text) && !text.startsWith("_") ? (text as Localpart) : null;
}

/** The user ID of a local part on a server. */
export function userIdOf(localpart: Localpart, server: ServerName): UserId {
  return `@${localpart}:${server}` as UserId;
}

/** Reads an IP address; null when it is none. */
export function parseIpAddress(text: string): IpAddress | null {
  return isIPv4(text) || isIPv6(text) ? (text as IpAddress) : null;
}

/** An address in its one short form (RFC 5952), as zones and engines show it again: two spellings of one would seem to differ. */
export function shortAddress<Address extends string>(address: Address): Address {
  return isIPv6(address) ? (new URL(`http://[${address}]/`).hostname.slice(1, -1) as Address) : address;
}

/** The families of internet addresses. */
export type Family = "IPv4" | "IPv6";

/** Which family an address is of. */
export function familyOf(address: string): Family {
  return address.includes(":") ? "IPv6" : "IPv4";
}

/** An address and a port as one text: an IPv6 address is in brackets (RFC 3986, section 3.2.2). */
export function addressAndPort(address: string, port: number | string): string {
  return familyOf(address) === "IPv6" ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether an address means the machine itself and no other (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3). */
export function isLoopbackAddress(address: string): boolean {
  return familyOf(address) === "IPv4" ? address.startsWith("127.") : address === "::1";
}

/** Whether an address means all of the machine's of its family. */
export function isEveryAddress(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}
