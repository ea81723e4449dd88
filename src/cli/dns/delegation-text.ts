import { guideFor } from "../../actions/dns/delegation.ts";
import type { Plan } from "../../plan/plan.ts";

/** What is still to be done or known so that the server name leads to the host, for a person; nothing where nothing is. */
export function showDelegation(plan: Plan): readonly string[] {
  if (plan.delegation === "srv") return [describeDelegation(plan)];
  return plan.delegation === "elsewhere" ? showGuide(plan) : [];
}

/** How the server name leads to the host, in one sentence. */
export function describeDelegation({ delegation, serverName, hostName }: Plan): string {
  switch (delegation) {
    case "none":
      return `Clients and servers connect to ${serverName} itself: nothing is delegated.`;
    case "here":
      return `This server says itself at https://${serverName}/.well-known/matrix/ that it is ${hostName}.`;
    case "srv":
      return `A DNS record, _matrix-fed._tcp.${serverName}, tells other servers where this one is. Members enter ${hostName} in their clients.`;
    case "elsewhere":
      return `The website https://${serverName} must say that the server is ${hostName}. It serves:`;
    default:
      return delegation satisfies never;
  }
}

function showGuide(plan: Plan): readonly string[] {
  const { documents, nginx, caddy, cloudflare } = guideFor(plan);
  const first = `https://${plan.serverName}${documents[0]?.path ?? ""}`;
  return [
    describeDelegation(plan),
    ...documents.map(({ path, text }) => `  https://${plan.serverName}${path}\n    ${text}`),
    "Each as application/json, with the header `Access-Control-Allow-Origin: *`. One of these does it:",
    ...section("nginx, in the `server` block of that name:", nginx),
    ...section("Caddy, in the site block of that name:", caddy),
    ...section("Cloudflare, where that name is proxied:", cloudflare),
    "",
    `Then this shows the document and the header:  curl -iL ${first}`,
  ];
}

function section(title: string, text: string): readonly string[] {
  return [
    "",
    title,
    ...text
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}
