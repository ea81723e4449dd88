import type { Plan, PlannedElementWeb } from "../../plan/plan.ts";
import type { File, Templates } from "../files.ts";
import { fillLines, fillYaml } from "../fill.ts";

/** What the proxy needs to serve Element Web: its site, and the settings that tie it to this server. */
export function renderElementWeb(
  plan: Plan,
  elementWeb: PlannedElementWeb,
  templates: Templates,
  quoteCaddy: (value: string) => string,
): readonly File[] {
  const { hostName, address, folder } = elementWeb;
  const values = {
    site: `https://${hostName}`,
    folder,
    policy: policyFor(plan),
  };
  const fill = (path: string) => fillLines(templates, `proxy/${path}`, values, quoteCaddy);
  return [
    { path: "element-web.caddyfile", text: fill("element-web.caddyfile") },
    { path: "element-web.json", text: settingsFor(plan, address, templates) },
  ];
}

/**
 * Element Web's own policy (apps/web/src/vector/index.html) lets it load pictures from and connect to any
 * server. Browsers apply both policies: with this one it can connect only to its own name and this server.
 */
function policyFor({ baseUrl: server, serverName }: Plan): string {
  // Its page for phones asks whose server this is (apps/web/src/vector/mobile_guide/index.ts).
  const wellKnown = `https://${serverName}/.well-known/matrix/client`;
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    `img-src 'self' blob: data: ${server}`,
    `media-src 'self' blob: data: ${server}`,
    `connect-src 'self' blob: data: ${server} ${wellKnown}`,
    "frame-src 'self' blob: data:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
  ].join("; ");
}

/**
 * Links to rooms use matrix.to if the server federates, and Element Web's own address otherwise (element-web, docs/config.md,
 * `permalink_prefix`). Features that the server does not have or the policy does not allow are off: presence, link previews, maps, and
 * widgets, which it would use for group calls at meet.element.io. Without this server's TURN server it would ask to use
 * turn.matrix.org, so calls are then off (LegacyCallHandler.tsx).
 */
function settingsFor({ baseUrl, serverName, homeserver, turn }: Plan, address: string, templates: Templates): string {
  const settings = fillYaml(templates, "proxy/element-web.json", {
    baseUrl,
    serverName,
    help: `${baseUrl}/`,
    recovery: `${baseUrl}/recovery/`,
    permalinkPrefix: homeserver.federation.mode === "open" ? undefined : address,
    registration: homeserver.registration === "token",
    presence: { [baseUrl]: false },
    calls: turn !== null,
  });
  return `${JSON.stringify(settings, null, 2)}\n`;
}
