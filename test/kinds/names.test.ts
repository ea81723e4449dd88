import { describe, expect, it } from "vitest";
import {
  addressAndPort,
  hostOf,
  type Localpart,
  parseHostname,
  parseIpAddress,
  parseLocalpart,
  parseOtherServerName,
  parseServerName,
  partsOfServerName,
  type ServerName,
  userIdOf,
} from "../../src/kinds/names.ts";

const label = "a".repeat(63);

describe("host names", () => {
  it.each(["localhost", "acme.example.org", "xn--mnchen-3ya.example", "0x10.example", "a-b.c", `${label}.example`])(
    "%s is one",
    (name) => expect(parseHostname(name)).toBe(name),
  );

  it.each([
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "A.b",
    "a_b",
    "-a",
    "a-",
    "192.0.2.1",
    "a.1",
    "a.0x10",
    "0xff",
    "a b",
    "a\n",
    "ä",
    `a${label}`,
  ])("%j is none", (name) => expect(parseHostname(name)).toBeNull());

  it("have at most 253 characters, server names 230", () => {
    const long = (length: number) => `${`${label}.`.repeat(4)}`.slice(0, length - 1).concat("b");
    expect(parseHostname(long(253))).not.toBeNull();
    expect(parseHostname(`${long(253)}c`)).toBeNull();
    expect(parseServerName(long(230))).not.toBeNull();
    expect(parseServerName(long(231))).toBeNull();
  });

  it("are those of their server name where nothing is delegated", () => {
    expect(hostOf("acme.example" as ServerName)).toBe("acme.example");
  });
});

describe("names of someone else's servers", () => {
  it.each([
    ["partner.example", "partner.example", null],
    ["partner.example:8448", "partner.example", 8448],
    ["198.51.100.7:443", "198.51.100.7", 443],
    ["[2001:db8::7]", "2001:db8::7", null],
    ["[2001:db8::7]:65535", "2001:db8::7", 65_535],
  ])("%s has a host and perhaps a port", (name, host, port) => {
    expect(partsOfServerName(name)).toEqual({ host, port });
  });

  it.each([
    "",
    ":8448",
    "partner.example:",
    "partner.example:0",
    "partner.example:65536",
    "2001:db8::7",
    "[1.2.3.4]",
    "a:b",
  ])("%j is none", (name) => expect(parseOtherServerName(name)).toBeNull());
});

describe("user IDs", () => {
  it.each(["ana", "ana.b", "a=b", "a/b", "a+b", "0"])("%s can be a local part", (text) => {
    expect(parseLocalpart(text)).toBe(text);
  });

  it.each(["", "Ana", "_ana", "a b", "ä", "a:b", "@a", "a".repeat(129)])("%j cannot", (text) => {
    expect(parseLocalpart(text)).toBeNull();
  });

  it("join local part and server", () => {
    expect(userIdOf("ana" as Localpart, "acme.example" as ServerName)).toBe("@ana:acme.example");
  });
});

describe("addresses", () => {
  it("are of either family, and no names", () => {
    expect(["0.0.0.0", "::", "2001:db8::1"].map(parseIpAddress)).not.toContain(null);
    expect(["", "localhost", "1.2.3", "256.0.0.1", "01.2.3.4"].map(parseIpAddress)).toEqual(Array(5).fill(null));
  });
});

describe("an address and a port", () => {
  it.each([
    ["0.0.0.0", 443, "0.0.0.0:443"],
    ["::", 28_443, "[::]:28443"],
    ["2001:db8::7", "3478/udp", "[2001:db8::7]:3478/udp"],
    ["chat.acme.example", 8443, "chat.acme.example:8443"],
  ] as const)("%s and %s are written %s", (address, port, text) => {
    expect(addressAndPort(address, port)).toBe(text);
  });
});
