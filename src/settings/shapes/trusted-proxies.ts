import * as z from "zod";
import { parseIpAddress } from "../../kinds/names.ts";
import { complain, leaf } from "../leaf.ts";
import { plainText } from "../wording.ts";

/** The web servers of this machine, as far as they reach the proxy at all. */
export const thisMachine = "host";

const expected = `an address such as \`10.0.0.5\`, a network such as \`10.0.0.0/24\`, or \`${thisMachine}\` for this machine`;

const trustedProxy = leaf<string>({ type: "string", pattern: "^(host|[0-9a-fA-F.:]+(/\\d{1,3})?)$" }, (value) => {
  const text = typeof value === "string" ? value : "";
  if (text === thisMachine || isNetwork(text)) return { value: text };
  const meant = ["localhost", "127.0.0.1", "::1", "machine"].includes(plainText(value).trim().toLowerCase());
  return complain(expected, value, `Write \`${meant ? thisMachine : "10.0.0.5"}\`.`);
});

/** The web servers whose X-Forwarded-For header is trusted. */
export const trustedProxies = z.array(trustedProxy);

/** Loopback addresses are refused: a container sees this machine under an address of Docker's. */
function isNetwork(text: string): boolean {
  const [address = "", length, ...more] = text.split("/");
  if (parseIpAddress(address) === null || more.length > 0 || address.startsWith("127.") || address === "::1")
    return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && within(Number(length), address));
}

function within(length: number, address: string): boolean {
  return length >= 8 && length <= (address.includes(":") ? 128 : 32);
}
