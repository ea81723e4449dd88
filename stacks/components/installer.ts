import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Owner, Plan, ServiceRole } from "../../src/plan/plan.ts";
import type { Digests } from "../../src/render/digest.ts";
import type { Files, SecretFiles } from "../../src/render/files.ts";
import { hardening, memoryLimit } from "./hardening.ts";
import { labelArgs } from "./labels.ts";
import { plainError } from "./plain-error.ts";
import type { VolumeNames } from "./volumes.ts";

/** What the installer puts in place, and where. */
export interface InstallerArgs {
  readonly plan: Plan;
  readonly files: Files;
  readonly secretFiles: SecretFiles;
  readonly digests: Digests;
  readonly volumes: VolumeNames;
}

/** In the order in which the script takes them; `turn` is last, because not every stack has it. */
const roles = ["synapse", "postgres", "proxy", "turn"] as const satisfies readonly ServiceRole[];

/**
 * A container that runs once: it copies its uploads into the configuration volume, gives fresh volumes their owners and has
 * Synapse's own parser judge the settings. It is named after the configuration's digest, so that a change makes a new one
 * and never takes down what depends on the old one.
 */
export class Installer extends pulumi.ComponentResource {
  /** Depend on this: it fails when Synapse refuses its settings. */
  readonly accepted: pulumi.Output<pulumi.Resource[]>;

  constructor(name: string, args: InstallerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Installer", name, {}, opts);
    const container = this.#container(args);
    this.accepted = pulumi.all([container.exitCode, container.containerLogs]).apply(([code, logs]) => {
      if (code !== 0) throw refusal(code, logs);
      return [container];
    });
    this.registerOutputs({});
  }

  #container({ plan, files, secretFiles, digests, volumes }: InstallerArgs): docker.Container {
    const { image, namePrefix, labels, memoryMebibytes } = plan.installer;
    const services = roles.flatMap((role) => {
      const owner = plan.services[role]?.owner;
      return owner === undefined ? [] : [digests.services[role], ownerText(owner)];
    });
    const args: docker.ContainerArgs = {
      ...hardening,
      ...memoryLimit(memoryMebibytes),
      name: `${namePrefix}${digests.whole}`,
      image,
      user: "0:0",
      networkMode: "none",
      capabilities: {
        drops: ["ALL"],
        adds: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETGID", "CAP_SETUID"],
      },
      entrypoints: ["sh", "/in/installer/install.sh", ...services],
      command: [],
      workingDir: "/",
      mustRun: false,
      attach: true,
      logs: true,
      restart: "no",
      labels: labelArgs(labels),
      uploads: uploads({ files, secretFiles, digests }),
      volumes: [
        { volumeName: volumes.configuration, containerPath: "/cfg" },
        { volumeName: volumes.synapse, containerPath: plan.services.synapse.dataFolder },
        { volumeName: volumes.postgres, containerPath: "/volumes/postgres" },
        { volumeName: volumes.proxy, containerPath: "/volumes/proxy" },
        ...(volumes.turn === undefined ? [] : [{ volumeName: volumes.turn, containerPath: "/volumes/turn" }]),
      ],
    };
    return new docker.Container(`installer-${digests.whole}`, args, { parent: this });
  }
}

type Uploaded = Pick<InstallerArgs, "files" | "secretFiles" | "digests">;

function uploads({ files, secretFiles, digests }: Uploaded): docker.types.input.ContainerUpload[] {
  const open = roles.flatMap((role) =>
    files.services[role].map(({ path, text }) => ({ file: `/in/${role}/${path}`, content: text })),
  );
  const own = [...files.installer, { path: "key-id", text: digests.keyId }].map(({ path, text }) => ({
    file: `/in/installer/${path}`,
    content: text,
  }));
  const secret = roles.flatMap((role) =>
    secretFiles[role].map(({ path, text }) => ({ file: `/in/${role}/${path}`, content: pulumi.secret(text.reveal()) })),
  );
  return [...own, ...open, ...secret];
}

function ownerText({ uid, gid }: Owner): string {
  return `${uid}:${gid}`;
}

/** What the installer ends with where the data is a server's of another name. */
const otherName = 3;

function refusal(code: number, logs: string): Error {
  const why = code === otherName ? "" : `Synapse refuses these settings (its parser ended with ${code}). `;
  return plainError(`${why}Nothing that runs was touched. Its words:\n${logs}`);
}
