import type { FactsAfter } from "../facts.ts";
import { fine, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";

const why = "Without it, calls between two home or office networks fail.";
const wantsCalls = ({ plan }: FactsAfter): boolean => plan.turn !== null;
const notWanted = { unseen: "calls are off" } as const;

/** What `check` finds of the TURN server, where there is one. */
export const callsChecks = [
  after({
    id: "calls.answers",
    title: "the TURN server answers",
    why,
    when: wantsCalls,
    observe: ({ turn }) => turn?.answers ?? notWanted,
    judge: (answers, { plan }) => {
      const { port, relayPorts } = plan.turn ?? { port: 0, relayPorts: { first: 0, last: 0 } };
      if (answers) return fine(`by UDP, port ${port}`);
      return wrong(
        `no answer at ${plan.hostName}, UDP port ${port}`,
        `Open UDP ports ${port} and ${relayPorts.first} to ${relayPorts.last} in the firewall. If they are open, read:  npx chatkeep logs turn --stack ${plan.stack}`,
      );
    },
  }),
  after({
    id: "calls.tls",
    title: "the TURN server uses TLS with the right certificate",
    why: "From networks that allow only TLS, apps have no other connection to it.",
    when: wantsCalls,
    observe: ({ turn }) => turn?.certificate ?? notWanted,
    judge: ({ chainError, namesHost, names, issuer }, { plan }) => {
      const readLogs = `Read its log:  npx chatkeep logs turn --stack ${plan.stack}`;
      if (!namesHost) return wrong(`its certificate is for ${names}, not for ${plan.hostName}`, readLogs);
      if (chainError === null) return fine(`from ${issuer}`);
      return wrong(
        `${chainError}, issuer ${issuer}`,
        `It copies the proxy's certificate within seconds. If the proxy's certificate is right:  npx chatkeep up --stack ${plan.stack}`,
      );
    },
    unseenAdvice: "Open its TLS port in the firewall (chatkeep:calls, tlsPort).",
  }),
];
