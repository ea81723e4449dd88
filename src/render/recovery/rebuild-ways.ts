import type { Plan } from "../../plan/plan.ts";
import type { Kit } from "./kit-contents.ts";

/** One way to have the server again, with what it does not bring back. */
export interface RebuildWay {
  readonly title: string;
  readonly steps: readonly { readonly words: string; readonly command: string }[];
  readonly lacks: string;
}

/** How the server comes back from nothing: with a copy of its stack file, and without. */
export function rebuildWays({ plan, secret, keyId }: Kit): readonly RebuildWay[] {
  const { stack, serverName } = plan;
  const what = secret.kind === "words" ? "the words" : `${secret.of.threshold} shares`;
  const bringUp = {
    words:
      "Bring the server up. Data volumes that are still on the engine are taken over: read the plan, then say yes.",
    command: `npx chatkeep up --stack ${stack}`,
  };
  const start = {
    words: "On a machine with Docker and Node, in the folder of chatkeep:",
    command: "npx chatkeep --help",
  };
  const typed = `Type ${what}. The key id that it prints must be ${keyId}.`;
  return [
    {
      title: `Rebuild with ${what} and a copy of the stack file`,
      steps: [
        start,
        { words: typed, command: `npx chatkeep recovery rebuild --stack ${stack} --stack-file COPY` },
        bringUp,
      ],
      lacks:
        "This brings back every setting, every secret, and the tokens and passwords that others issued. Accounts, messages and files are in the data volumes or in a backup, never in this kit.",
    },
    {
      title: `Rebuild with ${what} alone`,
      steps: [
        start,
        { words: "Write new settings with the same server name:", command: initCommand(stack, serverName) },
        ...kept(plan),
        { words: typed, command: `npx chatkeep recovery rebuild --stack ${stack}` },
        bringUp,
      ],
      lacks:
        "This brings back every derived secret, the signing key among them. It does not bring back other settings, nor tokens and passwords that others issued, such as Cloudflare's: ask for new ones. Accounts, messages and files are in the data volumes or in a backup.",
    },
  ];
}

function initCommand(stack: string, serverName: string): string {
  return `npx chatkeep init --stack ${stack} --server-name ${serverName}`;
}

/** Settings that the data depends on, and that no one would remember. */
function kept({ epochs, homeserver }: Plan): RebuildWay["steps"] {
  const lines = [
    ...(Object.keys(epochs).length === 0 ? [] : [`chatkeep:epochs: ${JSON.stringify(epochs)}`]),
    ...(homeserver.retiredSigningKeys.length === 0
      ? []
      : [`chatkeep:retiredSigningKeys: ${JSON.stringify(homeserver.retiredSigningKeys)}`]),
  ];
  return lines.map((line) => ({ words: `Add to stacks/Pulumi.NAME.yaml, below \`config:\`:`, command: line }));
}
