import { paths } from "../../../../src/operations/checks/after/paths.ts";
import { answer } from "../good-after.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { client, open, seen, web } from "./changes-after.ts";

/** What can be wrong with a running server, as `src/operations/checks/after/documents.ts` judges it. */
export const afterDocuments: readonly WrongAfter[] = [
  {
    title: "another server's well-known is served",
    server: "public",
    otherwise: web(
      paths.client,
      answer({ json: { "m.homeserver": { base_url: "https://old.example" } }, headers: open }),
    ),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the well-known is missing",
    server: "public",
    otherwise: web(paths.client, answer({ status: 404 })),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the well-known is a page",
    server: "public",
    otherwise: web(paths.client, answer({ body: "<html>", headers: open })),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "other servers are sent to another port",
    server: "open",
    otherwise: web(paths.server, answer({ json: { "m.server": "chat.acme.example.org:8448" } })),
    found: { "well-known.server": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the support document names somebody else",
    server: "files",
    otherwise: web(paths.support, answer({ json: { contacts: [] } })),
    found: { "well-known.support": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "apps in a browser may not read the well-known",
    server: "public",
    otherwise: web(paths.client, answer({ json: client })),
    found: { "well-known.cors": "wrong" },
    advice: /let whatever stands before the proxy pass its headers/,
  },
  {
    title: "the server name sends apps elsewhere",
    server: "public",
    otherwise: ({ apex }) => {
      const old = answer({ json: { "m.homeserver": { base_url: "https://old.example" } }, headers: open }).seen;
      return apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, client: old }) } : {};
    },
    found: { "delegation.client": "wrong" },
    advice: /Serve at https:\/\/acme\.example\.org\/\.well-known\/matrix\/client: {2}\{"m\.homeserver"/,
  },
  {
    title: "the server name's document may not be read by apps in a browser",
    server: "public",
    otherwise: ({ apex }) =>
      apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, client: answer({ json: client }).seen }) } : {},
    found: { "delegation.client": "wrong" },
    advice: /Access-Control-Allow-Origin: \*/,
  },
  {
    title: "the server name sends no other server here",
    server: "open",
    otherwise: ({ apex }) =>
      apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, server: answer({ status: 404 }).seen }) } : {},
    found: { "delegation.server": "wrong" },
    advice: /"m\.server":"chat\.acme\.example\.org:443"/,
  },
  {
    title: "the server name's documents are to be served here, and somebody else answers there",
    server: "public",
    otherwise: ({ plan, apex }) =>
      apex !== null && "seen" in apex
        ? { plan: { ...plan, delegation: "here" }, apex: seen({ ...apex.seen, client: answer({ status: 404 }).seen }) }
        : {},
    found: { "delegation.client": "wrong" },
    advice: /See that acme\.example\.org leads to this server/,
  },
  {
    title: "the server name does not answer",
    server: "open",
    otherwise: { apex: { unseen: "getaddrinfo ENOTFOUND acme.example.org" } },
    found: { "delegation.client": "unknown", "delegation.server": "unknown" },
    advice: /is served/,
  },
];
