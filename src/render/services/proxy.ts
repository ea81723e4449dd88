import type { Plan } from "../../plan/plan.ts";
import type { File, SecretFile, Templates } from "../files.ts";
import { fillLines, fillYaml, templateAt, type Values } from "../fill.ts";
import { proceduresPolicy, renderProcedures } from "../recovery/procedures/pages.ts";
import { renderElementWeb } from "./element-web.ts";
import { renderPages } from "./front.ts";
import type { FilesGiven, SecretsGiven } from "./renderer.ts";

/** The proxy's files, save the key of own certificates; `certificate` is the chain of own certificate files, else null. */
export function renderProxy({ plan, templates, certificate }: FilesGiven): readonly File[] {
  const values = { ...caddyValues(plan), recoveryPolicy: proceduresPolicy(templates) };
  const fill = (path: string) => fillLines(templates, `proxy/${path}`, values, quoteCaddy);
  return [
    { path: "Caddyfile", text: fill("Caddyfile") },
    { path: "matrix.caddyfile", text: fill("matrix.caddyfile") },
    { path: "tls.caddyfile", text: fill(tlsTemplate(plan.proxy)) },
    { path: "federation.caddyfile", text: fill(federationTemplate(plan)) },
    ...(plan.proxy.wellKnownName === null
      ? []
      : [{ path: "delegation.caddyfile", text: fill("delegation.caddyfile") }]),
    ...(plan.proxy.redirectsHttp ? [{ path: "redirect.caddyfile", text: fill("redirect.caddyfile") }] : []),
    ...(certificate === null ? [] : [{ path: "certificate.pem", text: certificate }]),
    { path: "well-known.caddyfile", text: templateAt(templates, "proxy/well-known.caddyfile") },
    ...wellKnownFiles(plan, templates),
    ...renderPages(plan, templates),
    ...renderProcedures(plan, templates).map(({ id, html }) => ({ path: `pages/recovery/${id}.html`, text: html })),
    ...(plan.elementWeb === null ? [] : renderElementWeb(plan, plan.elementWeb, templates, quoteCaddy)),
    { path: "host-name", text: plan.hostName },
    ...(plan.proxy.tls.mode === "files"
      ? []
      : [{ path: "certified-names", text: `${answeredNames(plan).join("\n")}\n` }]),
    { path: "start.sh", text: templateAt(templates, "proxy/start.sh") },
    ...(plan.turn === null && plan.backup === null
      ? []
      : [{ path: "hand-over.sh", text: templateAt(templates, "proxy/hand-over.sh") }]),
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "check.sh", text: templateAt(templates, "proxy/check.sh") },
  ];
}

/** The key of own certificates. */
export function proxySecrets({ issued: { certificateKey } }: SecretsGiven): readonly SecretFile[] {
  return certificateKey === null ? [] : [{ path: "certificate-key.pem", text: certificateKey }];
}

function tlsTemplate({ tls }: Plan["proxy"]): string {
  return tls.mode === "acme" && tls.challenge === "dns" ? "tls-acme-dns.caddyfile" : `tls-${tls.mode}.caddyfile`;
}

function federationTemplate({ homeserver }: Plan): string {
  return `federation-${homeserver.federation.mode === "closed" ? "closed" : "open"}.caddyfile`;
}

/** All names with a site, and so with a certificate. */
function answeredNames({ proxy, elementWeb }: Plan): readonly string[] {
  const others = [proxy.wellKnownName, elementWeb?.hostName ?? null];
  return [...proxy.names, ...others.filter((name) => name !== null)];
}

function caddyValues(plan: Plan): Values {
  const { tls, names, wellKnownName, holdSeconds, picturesAtOnce, uploadsAtOnce } = plan.proxy;
  return {
    hostName: plan.hostName,
    site: names.map((name) => `https://${name}`),
    wellKnownSite: wellKnownName === null ? undefined : `https://${wellKnownName}`,
    frontPage: `${plan.baseUrl}/`,
    plainSite: answeredNames(plan).map((name) => `http://${name}`),
    redirectTarget: `https://{host}${plan.baseUrl.slice(`https://${plan.hostName}`.length)}{uri}`,
    uploadSize: plan.homeserver.uploadSize,
    holdDuration: `${holdSeconds}s`,
    picturesAtOnce,
    uploadsAtOnce,
    ...frontValues(plan.proxy),
    acmeDirectory: tls.mode === "acme" ? tls.directory : undefined,
    acmeEmail: tls.mode === "acme" ? (tls.email ?? undefined) : undefined,
  };
}

/**
 * A container sees this machine's own web server under the address of Docker's bridge, whichever that is; only this machine
 * reaches the port then (src/settings/contradictions/contradictions.ts), so every private address is that one.
 */
function frontValues({ trustedProxies }: Plan["proxy"]): Values {
  if (trustedProxies.length === 0) return { trustedProxies: undefined, lastButOne: undefined };
  return {
    trustedProxies: trustedProxies.map((each) => (each === "host" ? "private_ranges" : each)),
    lastButOne: String.raw`^(?:.*,)?\s*([^,\s]+)\s*,[^,]*$`,
  };
}

function wellKnownFiles(plan: Plan, templates: Templates): readonly File[] {
  return wellKnownDocuments(plan, templates).map(({ path, text }) => ({ path: path.slice(1), text: `${text}\n` }));
}

/** What says where clients, other servers and people in need find this server, as paths and JSON texts (Matrix client-server API, "Well-known URIs"; server-server API, "Resolving server names"). */
export function wellKnownDocuments(plan: Plan, templates: Templates): readonly File[] {
  const document = (name: string, values: Values): File => ({
    path: `/.well-known/matrix/${name}`,
    text: JSON.stringify(fillYaml(templates, `proxy/well-known-${name}.json`, values)),
  });
  const { adminContact, federation, dehydratedDevices } = plan.homeserver;
  return [
    document("client", { baseUrl: plan.baseUrl, dehydratedDevices: dehydratedDevices || undefined }),
    ...(federation.mode === "closed"
      ? []
      : [document("server", { delegatedServer: new URL(plan.baseUrl).host.replace(/^([^:]+)$/, "$1:443") })]),
    ...(adminContact === null ? [] : [document("support", supportValues(adminContact))]),
  ];
}

/** An e-mail address becomes a contact, a web address the support page (Matrix client-server API, `/.well-known/matrix/support`). */
function supportValues(address: string): Values {
  if (!address.startsWith("mailto:")) return { contacts: undefined, supportPage: address };
  const contact = { role: "m.role.admin", email_address: address.slice("mailto:".length) };
  return { contacts: [contact], supportPage: undefined };
}

/**
 * A token in double quotes; only the quote itself is escaped (Caddy documentation, "Caddyfile concepts", tokens and quotes). A
 * backslash before a quote or at the end would escape that, and nothing escapes the backslash: no setting may hold one there.
 */
export function quoteCaddy(value: string): string {
  if (/\\(?="|$)/.test(value)) throw new Error(`in a Caddyfile there are no quotes for ${value}`);
  return `"${value.replaceAll('"', '\\"')}"`;
}
