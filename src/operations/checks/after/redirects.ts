import type { FollowedAnswer, Redirect } from "../../../io/probes/web.ts";
import { type Judgement, together, warning, wrong } from "../finding.ts";

/**
 * What redirects make of a document that was judged at their end. Apps and servers follow them (Matrix client-server API,
 * "Well-known URIs", by MSC4402; server-server API, "Resolving server names"), a browser only where each carries the header
 * (Fetch standard, "HTTP-redirect fetch").
 */
export function judgeRedirects(
  { redirects, status }: FollowedAnswer,
  judged: Judgement,
  { browsers }: { readonly browsers: boolean },
): Judgement {
  const last = redirects.at(-1);
  if (last === undefined) return judged;
  if (last.status === status) return leadsNowhere(last);
  const unread = browsers ? redirects.filter(({ allowed }) => allowed !== "*").map(unreadable) : [];
  const permanent = redirects.filter((each) => each.status === 308).map(unfollowed);
  return together([judged, ...unread, ...permanent]);
}

/** The redirect at which apps and servers stop. */
function leadsNowhere({ at, to, status }: Redirect): Judgement {
  if (to === null)
    return wrong(`${at} answers with ${status} and no address`, "Add the address in the header `Location`.");
  if (to.startsWith("http:"))
    return wrong(`${at} redirects to ${to}, which is not encrypted`, "Redirect to an `https:` address.");
  return wrong(`${at} redirects to ${to}, which redirects back`, "Serve the document at one of the two addresses.");
}

function unreadable({ at }: Redirect): Judgement {
  return wrong(
    `apps in a browser do not follow the redirect at ${at}`,
    "Add this header to the redirect itself:  Access-Control-Allow-Origin: *",
  );
}

/** Synapse followed none in its first years (its issue 8098), and there are apps like that. */
function unfollowed({ at }: Redirect): Judgement {
  return warning(`${at} redirects with 308, which older servers and apps do not follow`, "Use 302 for this redirect.");
}
