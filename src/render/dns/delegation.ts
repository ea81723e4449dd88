import type { Plan } from "../../plan/plan.ts";
import type { File, Templates } from "../files.ts";
import { fillLines } from "../fill.ts";
import { quoteCaddy, wellKnownDocuments } from "../services/proxy.ts";

/** What the website at the server name must serve, and how to configure common web servers for it. */
export interface DelegationGuide {
  /** Paths and JSON texts, each to be answered as `application/json` with `Access-Control-Allow-Origin: *`. */
  readonly documents: readonly File[];
  readonly nginx: string;
  readonly caddy: string;
  readonly cloudflare: string;
}

/** The guide for the administrator of the website at the server name. */
export function renderDelegation(plan: Plan, templates: Templates): DelegationGuide {
  const documents = wellKnownDocuments(plan, templates);
  const each = (template: string, quote: (value: string) => string) =>
    documents
      .map(({ path, text }) => fillLines(templates, template, { path, document: withPlainTexts(text) }, quote))
      .join("");
  const { serverName, baseUrl } = plan;
  return {
    documents,
    nginx: each("delegation/nginx.conf", quoteNginx),
    caddy: each("delegation/Caddyfile", quoteCaddy),
    cloudflare: fillLines(templates, "delegation/cloudflare.txt", { serverName, baseUrl }, JSON.stringify),
  };
}

/**
 * The same document, with every character that has a meaning in a web server's configuration (a quote, a backslash, a variable, a
 * placeholder) written as a JSON escape (RFC 8259, section 7).
 */
function withPlainTexts(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) => `"${numbered(String(JSON.parse(text)))}"`);
}

function numbered(text: string): string {
  const number = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(/[^\w .,:;/?&=@%+~-]/g, number);
}

/** A parameter of nginx: between single quotes, where its own escapes are the only ones (src/core/ngx_conf_file.c, `ngx_conf_read_token`). */
function quoteNginx(value: string): string {
  return `'${value}'`;
}
