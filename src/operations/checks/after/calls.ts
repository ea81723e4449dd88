import type { FactsAfter } from "../facts.ts";
import { fine, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";

const why = "Calls between two home or office networks find no way without it.";
const wantsCalls = ({ plan }: FactsAfter): boolean => plan.turn !== null;
const notWanted = { unseen: "calls are off" } as const;

/** What `check` finds of the TURN server, where there is one. */
export const callsChecks = [
  after({
    id: "calls.answers",
    title: "the server for calls answers",
    why,
    when: wantsCalls,
    observe: ({ turn }) => turn?.answers ?? notWanted,
    judge: (answers, { plan }) => {
      const { port, relayPorts } = plan.turn ?? { port: 0, relayPorts: { first: 0, last: 0 } };
      if (answers) return fine(`by UDP, port ${port}`);
      return wrong(
        `no answer at ${plan.hostName}, UDP port ${port}`,
        `Let UDP ports ${port} and ${relayPorts.first} to ${relayPorts.last} through the firewall. Then see what it says:  npx chatkeep logs turn --stack ${plan.stack}`,
      );
    },
  }),
  after({
    id: "calls.tls",
    title: "the server for calls speaks TLS with the right certificate",
    why: "Networks that let nothing through but TLS have no other way to it.",
    when: wantsCalls,
    observe: ({ turn }) => turn?.certificate ?? notWanted,
    judge: ({ chainError, namesHost, names, issuer }, { plan }) => {
      const readLogs = `See what it says:  npx chatkeep logs turn --stack ${plan.stack}`;
      if (!namesHost) return wrong(`its certificate is for ${names}, not for ${plan.hostName}`, readLogs);
      if (chainError === null) return fine(`from ${issuer}`);
      return wrong(
        `${chainError}, issuer ${issuer}`,
        `It takes the proxy's certificate within seconds. If that one is healthy:  npx chatkeep up --stack ${plan.stack}`,
      );
    },
    unseenAdvice: "Let its TLS port through the firewall (chatkeep:calls, tlsPort).",
  }),
];
