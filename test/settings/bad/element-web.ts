import { cases } from "./case.ts";

const key = "chatkeep:elementWeb";

/** Wrong wishes for Element Web. */
export const badElementWeb = [
  ...cases(
    "Element Web's name",
    "refuses",
    [`${key}: https://web.acme.example.org/`, key, "Write `web.acme.example.org`"],
    [`${key}: web.acme.example.org:8443`, key, "without the port"],
    [`${key}: Web.acme.example.org`, key, "in lower case"],
    [`${key}: 192.0.2.7`, key, "or `off`"],
    [`${key}: "*.acme.example.org"`, key, "without the wildcard"],
    [`${key}: false`, key, "Write `off`"],
    [`${key}: [web.acme.example.org]`, key, "expected a host name such as"],
  ),
  ...cases(
    "Element Web beside other names",
    "accepts",
    [`${key}: acme.example.org`, key, "is the server's own host name"],
    [`chatkeep:hostName: chat.acme.example.org\n${key}: chat.acme.example.org`, key, "could run in the client"],
    [`chatkeep:hostName: chat.acme.example.org\n${key}: acme.example.org`, key, "Write a separate host name"],
    [`${key}: web`, key, "`web` has no dot"],
    [`${key}: web.acme.internal`, key, "no public authority issues a certificate for it"],
  ),
];
