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
      return `Clients and servers connect to ${serverName} itself. Nothing is delegated.`;
    case "here":
      return `This server itself says at https://${serverName}/.well-known/matrix/ that the host name is ${hostName}.`;
    case "srv":
      return `The DNS record _matrix-fed._tcp.${serverName} tells other servers the host name. Members enter ${hostName} as the homeserver in their clients.`;
    case "elsewhere":
      return `The website https://${serverName} must say that the host name is ${hostName}. It must serve:`;
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
    "Serve each as application/json, with the header `Access-Control-Allow-Origin: *`. Use one of these configurations:",
    ...section("nginx, in the `server` block of this name:", nginx),
    ...section("Caddy, in the site block of this name:", caddy),
    ...section("Cloudflare, if this name is proxied:", cloudflare),
    "",
    `Afterwards, this command shows the document and the header:  curl -iL ${first}`,
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
