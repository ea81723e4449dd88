import { isDeepStrictEqual } from "node:util";
import type { WebAnswer } from "../../../io/probes/web.ts";
import type { Json } from "../../../kinds/json.ts";
import type { Observed } from "../../../kinds/observed.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, type Judgement, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";
import { paths } from "./paths.ts";
import { judgeRedirects } from "./redirects.ts";

/** What was answered at a path. */
export function answerAt({ web }: FactsAfter, path: string): Observed<WebAnswer> {
  return web[path] ?? { unseen: "not asked" };
}

/** A well-known document of this server: what is served must be what the plan says. */
function document(name: "client" | "server" | "support", why: string) {
  return after({
    id: `well-known.${name}`,
    title: `/.well-known/matrix/${name} says what the settings say`,
    why,
    when: ({ wellKnown }) => wellKnown[name] !== null,
    observe: (facts) => answerAt(facts, paths[name]),
    judge: (answer, { wellKnown, plan }) =>
      judgeDocument(answer, wellKnown[name], `npx chatkeep up --stack ${plan.stack}`),
  });
}

/** What `check` finds in the documents that lead clients and servers here (Matrix client-server API, "Well-known URIs"). */
export const documentChecks = [
  document("client", "With it, apps find the server from the server name."),
  document("server", "With it, other servers find this server."),
  document("support", "It tells people who need help the contact address."),
  after({
    id: "well-known.cors",
    title: "apps in a browser can read the documents",
    why: "Otherwise the browser blocks Element Web's access (CORS).",
    observe: (facts) => answerAt(facts, paths.client),
    judge: ({ headers, status }, { plan }) => {
      if (status !== 200) return fine("there is no document"); // which well-known.client says
      const allowed = headers["access-control-allow-origin"];
      if (allowed === "*") return fine("Access-Control-Allow-Origin: *");
      return wrong(
        allowed === undefined
          ? "the header Access-Control-Allow-Origin is missing"
          : `Access-Control-Allow-Origin is ${allowed}`,
        `npx chatkeep up --stack ${plan.stack}  or let the web server in front of the proxy pass the proxy's headers.`,
      );
    },
  }),
  after({
    id: "delegation.client",
    title: "the server name directs apps to this server",
    why: "Members enter the server name, and apps ask there first.",
    when: ({ apex }) => apex !== null,
    observe: ({ apex }) => apex ?? { unseen: "not asked" },
    judge: ({ client }, { wellKnown, plan }) => {
      const judged = judgeDocument(client, wellKnown.client, serveThis(plan, "client", wellKnown.client));
      const isReadable = client.headers["access-control-allow-origin"] === "*";
      if (judged.verdict === "fine" && !isReadable)
        return wrong("apps in a browser cannot read it", `Add this header there:  Access-Control-Allow-Origin: *`);
      return judgeRedirects(client, judged, { browsers: true });
    },
    unseenAdvice: ({ plan }) => seeThatItIsServed(plan, "client"),
  }),
  after({
    id: "delegation.server",
    title: "the server name directs other servers to this server",
    why: "Other servers ask there first.",
    when: ({ apex, wellKnown }) => apex !== null && wellKnown.server !== null,
    observe: ({ apex }) => apex ?? { unseen: "not asked" },
    judge: ({ server }, { wellKnown, plan }) => {
      const judged = judgeDocument(server, wellKnown.server, serveThis(plan, "server", wellKnown.server));
      return judgeRedirects(server, judged, { browsers: false });
    },
    unseenAdvice: ({ plan }) => seeThatItIsServed(plan, "server"),
  }),
];

function seeThatItIsServed({ serverName, stack }: Plan, name: string): string {
  return `Serve https://${serverName}/.well-known/matrix/${name}. This command prints how:  npx chatkeep delegation --stack ${stack}`;
}

function serveThis({ serverName, delegation, stack }: Plan, name: string, document: Json): string {
  if (delegation === "here")
    return `Check that ${serverName} points to this server (npx chatkeep doctor), then:  npx chatkeep up --stack ${stack}`;
  return `Serve at https://${serverName}/.well-known/matrix/${name}:  ${JSON.stringify(document)}\nHow, for nginx, Caddy and Cloudflare:  npx chatkeep delegation --stack ${stack}`;
}

function judgeDocument({ status, body }: WebAnswer, declared: Json, advice: string): Judgement {
  if (status !== 200) return wrong(`it answers with ${status}`, advice);
  const found = parsed(body);
  if (found === undefined) return wrong("it is not JSON", advice);
  if (isDeepStrictEqual(found, declared)) return fine(JSON.stringify(declared));
  return wrong(`it says ${shortened(JSON.stringify(found))}, not ${JSON.stringify(declared)}`, advice);
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
