import type { Plan } from "../../plan/plan.ts";
import type { Kit } from "./kit-contents.ts";

/** One step: what to do, and what to type. */
interface RebuildStep {
  readonly words: string;
  readonly command: string;
}

/** One way to have the server again, with what it does not bring back. */
export interface RebuildWay {
  readonly title: string;
  readonly steps: readonly RebuildStep[];
  readonly lacks: string;
}

/** How the server comes back from nothing: with a copy of its stack file, and without. */
export function rebuildWays(kit: Kit): readonly RebuildWay[] {
  const what = kit.secret.kind === "words" ? "the words" : `${kit.secret.of.threshold} shares`;
  return [withStackFile(kit, what), withoutStackFile(kit, what)];
}

function withStackFile({ plan, keyId }: Kit, what: string): RebuildWay {
  const { stack } = plan;
  return {
    title: `Rebuild with ${what} and a copy of the stack file`,
    steps: [
      start,
      { words: typed(what, keyId), command: `npx chatkeep recovery rebuild --stack ${stack} --stack-file COPY` },
      bringUp(stack),
    ],
    lacks: [
      "This brings back every setting, every secret, and the tokens and passwords that others issued.",
      ...ownCertificate(plan),
      data,
    ].join(" "),
  };
}

function withoutStackFile({ plan, keyId, carriesPepper }: Kit, what: string): RebuildWay {
  const { stack } = plan;
  return {
    title: `Rebuild with ${what} alone`,
    steps: [
      start,
      { words: "Write new settings with the same names:", command: initCommand(plan) },
      ...kept(plan),
      { words: typed(what, keyId), command: `npx chatkeep recovery rebuild --stack ${stack}` },
      bringUp(stack),
    ],
    lacks: [
      "This brings back every secret that follows from the key, the signing key among them. It does not bring back other settings, nor tokens and passwords that others issued, such as Cloudflare's: ask for new ones.",
      ...(carriesPepper
        ? ["It does not bring back the password pepper, so no member's password works: give each a new one."]
        : []),
      ...ownCertificate(plan),
      data,
    ].join(" "),
  };
}

const start: RebuildStep = {
  words: "On a machine with Docker and Node, in a copy of chatkeep, see that it runs:",
  command: "npx chatkeep --version",
};

const data = "Accounts, messages and files are in the data volumes or in a backup, never in this kit.";

function ownCertificate({ proxy }: Plan): readonly string[] {
  if (proxy.tls.mode !== "files") return [];
  return ["The certificate and its key are files of your own: put them where chatkeep:tls names them."];
}

function typed(what: string, keyId: string): string {
  return `Type ${what}. The key id that it prints must be ${keyId}:`;
}

function bringUp(stack: string): RebuildStep {
  const words =
    "Bring the server up. Data volumes that are still on the engine are taken over: read the plan, then say yes:";
  return { words, command: `npx chatkeep up --stack ${stack}` };
}

function initCommand({ stack, serverName, hostName }: Plan): string {
  const named = hostName === String(serverName) ? "" : ` --host-name ${hostName}`;
  return `npx chatkeep init --stack ${stack} --server-name ${serverName}${named}`;
}

/** Settings that the data depends on, and that no one would remember. */
function kept({ stack, epochs, homeserver: { retiredSigningKeys } }: Plan): readonly RebuildStep[] {
  const lines = [
    ...(Object.keys(epochs).length === 0 ? [] : [`chatkeep:epochs: ${JSON.stringify(epochs)}`]),
    ...(retiredSigningKeys.length === 0 ? [] : [`chatkeep:retiredSigningKeys: ${JSON.stringify(retiredSigningKeys)}`]),
  ];
  return lines.map((line) => ({
    words: `Add to stacks/Pulumi.${stack}.yaml, below the line "config:":`,
    command: line,
  }));
}
