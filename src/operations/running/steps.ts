import { StackError } from "../../errors.ts";
import type { Files } from "../../io/machine/files.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { Narrator } from "../steps/narrator.ts";
import type { StepTable } from "../steps/table.ts";
import { awaitHealth, type WaitingWorld } from "./await-health.ts";
import { awaitPassage, type PassageWorld, type PortBinding } from "./passage.ts";

/** What is done on the engine itself, past Pulumi. */
export type EngineStep =
  | { readonly kind: "removeContainer"; readonly id: string; readonly name: string; readonly found?: string }
  | { readonly kind: "startContainer"; readonly id: string; readonly name: string; readonly found: string }
  | { readonly kind: "removeNetwork"; readonly id: string; readonly name: string }
  | { readonly kind: "removeVolume"; readonly name: string }
  | { readonly kind: "resumeContainer"; readonly id: string; readonly name: string }
  | ({ readonly kind: "joinNetwork"; readonly alias: string } & Place)
  | ({ readonly kind: "leaveNetwork" } & Place)
  | { readonly kind: "makeImages"; readonly images: readonly string[] }
  | { readonly kind: "awaitHealth"; readonly containers: readonly string[]; readonly seconds: number }
  | {
      readonly kind: "askAsClient";
      readonly stack: string;
      readonly hostName: string;
      readonly ports: readonly PortBinding[];
    }
  | { readonly kind: "saveAuthority"; readonly container: string; readonly from: string; readonly to: string };

interface Place {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly networkId: string;
}

/** What these steps are performed on. */
export interface EngineStepWorld extends WaitingWorld, PassageWorld {
  readonly files: Pick<Files, "write">;
  readonly engine: StackEngine;
  readonly narrator: Narrator;
  /** Makes these images present on the engine. */
  makeImages(images: readonly string[], say: (text: string) => void): Promise<void>;
}

/** What each of them says and does. */
export const engineSteps: StepTable<EngineStep, EngineStepWorld> = {
  removeContainer: {
    describe: ({ name, found }) => `remove the container ${name}, which ${found ?? "the state does not know"}`,
    act: ({ id }, { engine }) => engine.removeContainer(id),
  },
  startContainer: {
    describe: ({ name, found }) => `start the container ${name}, which ${found}`,
    act: ({ id }, { engine }) => engine.startContainer(id),
  },
  removeNetwork: {
    describe: ({ name }) => `remove the network ${name}, which the state does not know`,
    act: ({ id }, { engine }) => engine.removeNetwork(id),
  },
  removeVolume: {
    describe: ({ name }) => `delete the volume ${name} and all its data`,
    act: ({ name }, { engine }) => engine.removeVolume(name),
  },
  resumeContainer: {
    describe: ({ name }) => `unpause the container ${name}`,
    act: ({ id }, { engine }) => engine.resumeContainer(id),
  },
  joinNetwork: {
    describe: ({ name, network, alias }) =>
      `connect the container ${name} to the network ${network} again, as ${alias}`,
    act: ({ networkId, id, alias }, { engine }) => engine.joinNetwork(networkId, id, alias),
  },
  leaveNetwork: {
    describe: ({ name, network }) => `disconnect the container ${name} from the network ${network}`,
    act: ({ networkId, id }, { engine }) => engine.leaveNetwork(networkId, id),
  },
  makeImages: {
    describe: ({ images }) => `make the images ready: ${images.join(", ")}`,
    act: ({ images }, { makeImages, narrator }) => makeImages(images, narrator.say),
  },
  awaitHealth: { describe: () => "wait until every service is healthy", act: awaitHealth },
  askAsClient: { describe: () => "send a request through the proxy, as a client does", act: awaitPassage },
  saveAuthority: {
    describe: ({ to }) => `save the certificate of the server's own authority to ${to}`,
    act: saveAuthority,
  },
};

/** The certificate is public: every client needs to read it. */
async function saveAuthority(
  { container, from, to }: Extract<EngineStep, { kind: "saveAuthority" }>,
  { engine, files }: Pick<EngineStepWorld, "engine" | "files">,
) {
  const certificate = await engine.fileIn(container, from);
  if (certificate === null)
    throw new StackError(`${container} has no certificate of its authority at ${from}`, {
      next: "Read the proxy's log:  npx chatkeep logs proxy",
    });
  await files.write(to, certificate, 0o644);
}
