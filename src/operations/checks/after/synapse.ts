import type { PublicKey } from "../../../io/probes/inside.ts";
import type { WebAnswer } from "../../../io/probes/web.ts";
import { isJsonObject, type Json } from "../../../kinds/json.ts";
import type { Observed } from "../../../kinds/observed.ts";
import { judgeClock } from "../before/surroundings.ts";
import type { FactsAfter } from "../facts.ts";
import { fine, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";
import { answerAt } from "./documents.ts";
import { adviceWithoutAnswer } from "./no-answer.ts";
import { paths } from "./paths.ts";

const federates = ({ plan }: FactsAfter): boolean => plan.homeserver.federation.mode !== "closed";
const seeLogs = "Read its log:  npx chatkeep logs synapse";

/** What `check` finds of Synapse, through the proxy and inside its container. */
export const synapseChecks = [
  after({
    id: "client.versions",
    title: "Synapse answers apps",
    why: "Every app asks for its versions first.",
    observe: (facts) => answerAt(facts, paths.versions),
    judge: ({ status, body }) => {
      const versions = fieldsOf(body).versions;
      const named = Array.isArray(versions) ? versions.filter((each) => typeof each === "string") : [];
      if (status === 200 && named.length > 0) return fine(`up to ${named.at(-1)}`);
      return wrong(`${paths.versions} answers with ${status}`, `${seeLogs}  and  npx chatkeep logs proxy`);
    },
    unseenAdvice: adviceWithoutAnswer("See whether it runs:  npx chatkeep status"),
  }),
  after({
    id: "federation.version",
    title: "Synapse answers other servers",
    why: "Federation is on, and other servers ask for its version first.",
    when: federates,
    observe: (facts) => answerAt(facts, paths.federationVersion),
    judge: ({ status, body }) => {
      const { server } = fieldsOf(body);
      if (status === 200 && isJsonObject(server)) return fine(`${server.name} ${server.version}`);
      return wrong(`${paths.federationVersion} answers with ${status}`, `${seeLogs}  and  npx chatkeep logs proxy`);
    },
  }),
  after({
    id: "keys.server",
    title: "Synapse signs with the key that is derived from the master key",
    why: "With another key, other servers do not recognise this server, and cannot verify its older events.",
    observe: (facts) => bothKeys(facts),
    judge: ({ derived, served }) => {
      const same = served.find(({ keyId }) => keyId === derived.keyId);
      if (same?.publicKey === derived.publicKey) return fine(derived.keyId);
      const found = served.map(({ keyId }) => keyId).join(", ") || "none";
      return wrong(
        same === undefined ? `it signs with ${found}, not ${derived.keyId}` : `${derived.keyId} is not the derived key`,
        "Do not run `npx chatkeep up` before you know why: was the stack file or the state folder restored from another server?",
      );
    },
  }),
  after({
    id: "database.behind",
    title: "Synapse reaches its database",
    why: "Without it, Synapse still reports that it is healthy, but every message fails.",
    observe: ({ inside }) => inside,
    judge: ({ aliasStatus, aliasError }) => {
      if (aliasStatus === 404 && aliasError === "M_NOT_FOUND") return fine("it answers with data from the database");
      return wrong(`it answers ${aliasStatus} ${aliasError} instead of 404 M_NOT_FOUND`, "npx chatkeep logs postgres");
    },
    unseenAdvice: "See whether it runs:  npx chatkeep status",
  }),
  after({
    id: "push.gateway",
    title: "Synapse reaches the push gateways",
    why: "Otherwise phones get no notifications.",
    when: ({ gateways }) => gateways !== null,
    observe: ({ gateways }) => gateways ?? { unseen: "not asked" },
    judge: (gateways) => {
      const lost = gateways.filter(({ outcome }) => outcome !== "reached");
      if (lost.length === 0) return fine(gateways.map(({ gateway }) => gateway).join(", "));
      const verdict = lost.length === gateways.length ? wrong : warning; // a member may have named one that is gone
      return verdict(
        lost.map(({ gateway, outcome, detail }) => `${gateway}: ${outcome} (${detail})`).join("; "),
        "Allow this machine's containers to reach it (DNS, and outgoing port 443), or set chatkeep:push to `off`.",
      );
    },
  }),
  after({
    id: "upload.limit",
    title: "the proxy and Synapse have the same upload limit",
    why: "Apps use Synapse's limit. If the proxy's limit is lower, large uploads fail at the end.",
    observe: ({ uploads }) => uploads,
    judge: ({ proxy, synapse }, { plan }) => {
      const declared = plan.homeserver.uploadSize;
      if (proxy === synapse && proxy === declared) return fine(`${declared} bytes`);
      return wrong(
        `the proxy's limit is ${proxy} bytes, Synapse's ${synapse}, and the settings say ${declared}`,
        "npx chatkeep up",
      );
    },
  }),
  after({
    id: "clock.skew",
    title: "the server's clock and this machine's clock agree",
    why: "Certificates, sign-in and the order of messages depend on it.",
    observe: (facts) => answerAt(facts, paths.client),
    judge: ({ clockAheadSeconds }) => judgeClock(clockAheadSeconds, "the server's"),
  }),
];

/** With federation, the key that the server publishes; without, the key file in the container. */
function bothKeys(facts: FactsAfter): Observed<{ readonly derived: PublicKey; readonly served: readonly PublicKey[] }> {
  const { derivedKey, keysInside } = facts;
  if ("unseen" in derivedKey) return derivedKey;
  const served = federates(facts) ? publishedKeys(answerAt(facts, paths.keys)) : keysInside;
  return "unseen" in served ? served : { seen: { derived: derivedKey.seen, served: served.seen } };
}

/** Empty where none are published. */
function publishedKeys(answer: Observed<WebAnswer>): Observed<readonly PublicKey[]> {
  if ("unseen" in answer) return answer;
  const keys = answer.seen.status === 200 ? fieldsOf(answer.seen.body).verify_keys : undefined;
  const entries = Object.entries(isJsonObject(keys) ? keys : {});
  return { seen: entries.map(([keyId, each]) => ({ keyId, publicKey: isJsonObject(each) ? String(each.key) : "" })) };
}

function fieldsOf(body: string): Readonly<Record<string, Json>> {
  try {
    const value: Json = JSON.parse(body);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
