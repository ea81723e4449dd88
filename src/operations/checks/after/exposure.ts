import type { WebAnswer } from "../../../io/probes/web.ts";
import type { Observed } from "../../../kinds/observed.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";
import { answerAt } from "./documents.ts";
import { adminPaths, federationPaths, paths } from "./paths.ts";

const isClosed = ({ plan }: FactsAfter): boolean => plan.homeserver.federation.mode === "closed";

/** The checks of what must not be reachable. */
export const exposureChecks = [
  after({
    id: "admin.hidden",
    title: "the administration cannot be reached from outside",
    why: "A stolen administrator session could be used from anywhere.",
    observe: (facts) => all(facts, adminPaths),
    judge: (answers) => {
      const open = answers.filter(([, { status }]) => status !== 404);
      if (open.length === 0) return fine("404");
      return wrong(open.map(([path, { status }]) => `${path} answers with ${status}`).join("; "), reportOrUp);
    },
  }),
  after({
    id: "federation.closed",
    title: "the federation API does not answer",
    why: "Federation is closed: other servers must not learn anything from this server.",
    when: isClosed,
    observe: (facts) => all(facts, federationPaths),
    judge: (answers) => {
      const open = answers.filter(([, { status }]) => status !== 404);
      if (open.length === 0) return fine("404");
      return wrong(open.map(([path, { status }]) => `${path} answers with ${status}`).join("; "), reportOrUp);
    },
  }),
  after({
    id: "federation.listener",
    title: "Synapse itself does not answer other servers",
    why: "Federation is closed, and the proxy is only the first barrier.",
    when: isClosed,
    observe: ({ inside }) => inside,
    judge: ({ keyApiStatus }) =>
      keyApiStatus === 404
        ? fine("it has no listener for federation")
        : wrong(`Synapse answers other servers with ${keyApiStatus} inside its container`, reportOrUp),
  }),
  after({
    id: "headers.security",
    title: "answers carry the headers that protect browsers",
    why: "Without them, a browser can guess file types, fall back to http, or run foreign scripts.",
    observe: (facts) => both(answerAt(facts, paths.versions), answerAt(facts, paths.front)),
    judge: ([api, front], { plan }) => {
      const missing = [
        ...[api, front].flatMap((answer) =>
          answer.headers["x-content-type-options"] === "nosniff" ? [] : ["X-Content-Type-Options: nosniff"],
        ),
        ...(plan.proxy.tls.mode === "internal" || api.headers["strict-transport-security"] !== undefined
          ? []
          : ["Strict-Transport-Security"]),
        ...(isPage(front) && front.headers["content-security-policy"] === undefined ? ["Content-Security-Policy"] : []),
      ];
      if (missing.length > 0) return wrong(`missing: ${[...new Set(missing)].join(", ")}`, throughUp);
      const { server } = api.headers;
      return server === undefined
        ? fine("all are present")
        : warning(`it reveals its software: Server: ${server}`, throughUp);
    },
  }),
];

const reportOrUp =
  "Apply the settings:  npx chatkeep up  If that does not help, please report it: it is a fault in chatkeep.";
const throughUp = "Run `npx chatkeep up`. If a web server is in front of the proxy, let it pass the proxy's headers.";

function isPage({ headers }: WebAnswer): boolean {
  return (headers["content-type"] ?? "").startsWith("text/html");
}

/** All answers by their paths; unseen where one of them is. */
function all(facts: FactsAfter, wanted: readonly string[]): Observed<readonly (readonly [string, WebAnswer])[]> {
  const seen: (readonly [string, WebAnswer])[] = [];
  for (const path of wanted) {
    const answer = answerAt(facts, path);
    if ("unseen" in answer) return answer;
    seen.push([path, answer.seen]);
  }
  return { seen };
}

function both(one: Observed<WebAnswer>, other: Observed<WebAnswer>): Observed<readonly [WebAnswer, WebAnswer]> {
  if ("unseen" in one) return one;
  return "unseen" in other ? other : { seen: [one.seen, other.seen] };
}
