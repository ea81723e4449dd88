import { paths } from "../../../../src/operations/checks/after/paths.ts";
import { answer } from "../good-after.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { apex, client, open, redirect, server, web } from "./changes-after.ts";

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
    title: "the support document names someone else",
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
    advice: /let the web server in front of the proxy pass the proxy's headers/,
  },
  {
    title: "the server name sends apps elsewhere",
    server: "public",
    otherwise: apex("client", answer({ json: { "m.homeserver": { base_url: "https://old.example" } }, headers: open })),
    found: { "delegation.client": "wrong" },
    advice: /Serve at https:\/\/acme\.example\.org\/\.well-known\/matrix\/client: {2}\{"m\.homeserver"/,
  },
  {
    title: "the server name's document may not be read by apps in a browser",
    server: "public",
    otherwise: apex("client", answer({ json: client })),
    found: { "delegation.client": "wrong" },
    advice: /Access-Control-Allow-Origin: \*/,
  },
  {
    title: "the server name sends no other server here",
    server: "open",
    otherwise: apex("server", answer({ status: 404 })),
    found: { "delegation.server": "wrong" },
    advice: /"m\.server":"chat\.acme\.example\.org:443"/,
  },
  {
    title: "the server name's documents are to be served here, and someone else answers there",
    server: "public",
    otherwise: (good) => ({
      ...apex("client", answer({ status: 404 }))(good),
      plan: { ...good.plan, delegation: "here" },
    }),
    found: { "delegation.client": "wrong" },
    advice: /Check that acme\.example\.org points to this server/,
  },
  {
    title: "the server name does not answer",
    server: "open",
    otherwise: { apex: { unseen: "getaddrinfo ENOTFOUND acme.example.org" } },
    found: { "delegation.client": "unknown", "delegation.server": "unknown" },
    advice: /^Serve /,
  },
  {
    title: "the server name leads apps on, and those in a browser may not follow",
    server: "public",
    otherwise: apex("client", answer({ json: client, headers: open }), redirect({ allowed: null })),
    found: { "delegation.client": "wrong" },
    advice: /to the redirect itself: {2}Access-Control-Allow-Origin: \*/,
  },
  {
    title: "of two redirects at the server name, the second may not be followed by apps in a browser",
    server: "public",
    otherwise: apex(
      "client",
      answer({ json: client, headers: open }),
      redirect({}),
      redirect({ allowed: "https://a.example" }),
    ),
    found: { "delegation.client": "wrong" },
    advice: /to the redirect itself/,
  },
  {
    title: "the server name leads on by a redirect that older apps do not follow",
    server: "public",
    otherwise: apex("client", answer({ json: client, headers: open }), redirect({ status: 308 })),
    found: { "delegation.client": "warning" },
    advice: /302/,
  },
  {
    title: "the server name leads other servers on by a redirect that older ones do not follow",
    server: "open",
    otherwise: apex("server", answer({ json: server }), redirect({ status: 308, allowed: null })),
    found: { "delegation.server": "warning" },
    advice: /302/,
  },
  {
    title: "the server name leads apps into the open",
    server: "public",
    otherwise: apex("client", answer({ status: 302 }), redirect({ to: "http://chat.acme.example.org/" })),
    found: { "delegation.client": "wrong" },
    advice: /https:/,
  },
  {
    title: "the server name leads other servers in a circle",
    server: "open",
    otherwise: apex("server", answer({ status: 302 }), redirect({ to: "https://acme.example.org/" })),
    found: { "delegation.server": "wrong" },
    advice: /Serve the document/,
  },
  {
    title: "the server name leads apps on, and does not say where",
    server: "public",
    otherwise: apex("client", answer({ status: 302 }), redirect({ to: null })),
    found: { "delegation.client": "wrong" },
    advice: /Location/,
  },
  {
    title: "the server name leads apps on to another server's document",
    server: "public",
    otherwise: apex("client", answer({ json: { "m.homeserver": { base_url: "https://old.example" } } }), redirect({})),
    found: { "delegation.client": "wrong" },
    advice: /Serve at https:\/\/acme/,
  },
];
