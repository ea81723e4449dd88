import { isIPv4, isIPv6 } from "node:net";
import * as z from "zod";
import { inRanges } from "../../kinds/address-ranges.ts";
import { type IpAddress, parseHostname, shortAddress } from "../../kinds/names.ts";
import { complain, group, leaf, optional } from "../leaf.ts";
import { adviseName } from "../names/name-advice.ts";
import { plainText } from "../wording.ts";

const expected = "`none` or `cloudflare`";

/** A zone's name, or its identifier at Cloudflare: 32 hexadecimal digits (developers.cloudflare.com/api, "zone_id"). */
const zone = leaf<string>({ type: "string", pattern: "^[a-z0-9.-]+$", maxLength: 253 }, (value) => {
  if (typeof value === "string" && (isZoneId(value) || (value.includes(".") && parseHostname(value) !== null)))
    return { value };
  const example = "acme.example";
  const write =
    typeof value === "string" && value.includes(".")
      ? adviseName(value, example)
      : `Write the domain's name, such as \`${example}\`, or delete the line: the zone is then found from the host name.`;
  return complain("a zone's name or its 32 hexadecimal digits", value, write);
});

/** Whether a zone is given by its identifier, and not by its name. */
export function isZoneId(zone: string): boolean {
  return /^[0-9a-f]{32}$/.test(zone);
}

const provider = group({ provider: z.literal("cloudflare", { error: "`cloudflare`" }), zone: optional(zone) });

const plainProvider = leaf<z.output<typeof provider> | { readonly provider: "none" }>(
  { type: "string", enum: ["none", "cloudflare"] },
  (value) => {
    if (value === "none") return { value: { provider: "none" } };
    if (value === "cloudflare") return { value: { provider: "cloudflare", zone: null } };
    const off = ["off", "false", "no", "manual"].includes(plainText(value).trim().toLowerCase());
    const write = off
      ? "Write `none`: chatkeep then prints the records to create."
      : "Write `cloudflare` to create the records there, or `none` to print them.";
    return complain(expected, value, write);
  },
);

/** Who makes the DNS records: a word, or a group with `provider`. */
export const dns = z.union([plainProvider, provider]);

/** Addresses of this machine alone, of one cable, or of many at once (RFC 6890; RFC 4291, section 2.4). */
const isNeverPublic = inRanges([
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
  "::/128",
  "::1/128",
  "fe80::/10",
  "ff00::/8",
]);

/** An address that others can reach. */
function publicAddress(family: "IPv4" | "IPv6", example: string) {
  const isOne = family === "IPv4" ? isIPv4 : isIPv6;
  const pattern = family === "IPv4" ? "^\\d{1,3}(\\.\\d{1,3}){3}$" : "^[0-9a-fA-F.:]*:[0-9a-fA-F.:]*$";
  return leaf<IpAddress>({ type: "string", pattern }, (value) => {
    const text = typeof value === "string" ? value : "";
    const isFit = isOne(text) && !text.includes("%") && !isNeverPublic(text);
    if (isFit) return { value: shortAddress(text as IpAddress) };
    const what = isOne(text) ? `a public ${family} address` : `an ${family} address`;
    return complain(what, value, `Write the server's public address, such as \`${example}\`, or delete the line.`);
  });
}

/** The addresses that A and AAAA records carry. */
export const addresses = group({
  ipv4: optional(publicAddress("IPv4", "203.0.113.7")).meta({ description: "The address for A records." }),
  ipv6: optional(publicAddress("IPv6", "2001:db8::7")).meta({ description: "The address for AAAA records." }),
});
