import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../src/plan/plan.ts";
import type { Digests } from "../../src/render/digest.ts";
import type { RenderedFiles, SecretFiles } from "../../src/render/files.ts";
import { memoryLimit } from "./hardening.ts";
import { hostFolder } from "./host-folder.ts";
import { labelArgs } from "./labels.ts";
import { plainError } from "./plain-error.ts";
import { runOnce } from "./run-once.ts";
import { madeVolume, type VolumeNames } from "./volumes.ts";

/** What the installer puts in place, and where. */
export interface InstallerArgs {
  readonly plan: Plan;
  readonly files: RenderedFiles;
  readonly secretFiles: SecretFiles;
  readonly digests: Digests;
  readonly volumes: VolumeNames;
}

/**
 * A container that runs once: it copies its uploads into each service's configuration volume, gives volumes their owners and has
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
      if (code !== 0 && !isRunAgain(code)) throw refusal(code, logs);
      return [container];
    });
    this.registerOutputs({});
  }

  #container(given: InstallerArgs): docker.Container {
    const { plan, digests, volumes } = given;
    const { image, namePrefix, labels, memoryMebibytes } = plan.installer;
    const args: docker.ContainerArgs = {
      ...runOnce,
      ...memoryLimit(memoryMebibytes),
      name: `${namePrefix}${digests.whole}`,
      image,
      capabilities: {
        drops: ["ALL"],
        adds: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETGID", "CAP_SETUID"],
      },
      entrypoints: ["sh", "/in/installer/install.sh"],
      labels: labelArgs(labels),
      uploads: uploads(given),
      volumes: mounts(plan, volumes),
      ...(plan.installer.hostFolders.length === 0 ? {} : { mounts: plan.installer.hostFolders.map(hostFolder) }),
    };
    return new docker.Container(`installer-${digests.whole}`, args, { parent: this });
  }
}

/** Every volume of the stack that services read or write. */
function mounts({ installer }: Plan, volumes: VolumeNames): docker.types.input.ContainerVolume[] {
  const own = installer.dataFolders.flatMap(({ service, folder }) => [
    { volumeName: madeVolume(volumes, `configuration-${service}`), containerPath: `/cfg/${service}` },
    { volumeName: madeVolume(volumes, service), containerPath: folder },
  ]);
  const handedOver = installer.handovers.map(({ volume, folder }) => {
    return { volumeName: madeVolume(volumes, volume), containerPath: folder };
  });
  return [...own, ...handedOver];
}

function uploads({ files, secretFiles, digests }: InstallerArgs): docker.types.input.ContainerUpload[] {
  const own = [...files.installer, ...digests.installer].map(({ path, text }) => upload("installer", path, text));
  const open = Object.entries(files.services).flatMap(([role, all]) =>
    all.map(({ path, text }) => upload(role, path, text)),
  );
  const secret = Object.entries(secretFiles).flatMap(([role, all]) =>
    all.map(({ path, text }) => upload(role, path, pulumi.secret(text.reveal()))),
  );
  const late = digests.backup.map(({ path, text }) => upload("backup", path, text));
  return [...own, ...open, ...late, ...secret];
}

function upload(folder: string, path: string, content: pulumi.Input<string>): docker.types.input.ContainerUpload {
  return { file: `/in/${folder}/${path}`, content };
}

/** What install.sh ends with where it has come to a verdict: the data is a server's of another name, or the parser refuses the settings. */
const otherName = 3;
const refused = 4;

/** An installer that was stopped early has refused nothing: a preview continues, so that `up` can remove it and run another. */
function isRunAgain(code: number): boolean {
  return pulumi.runtime.isDryRun() && code !== otherName && code !== refused;
}

function refusal(code: number, logs: string): Error {
  return plainError(`${why(code)}The running server was not changed. Its output:\n${logs}`);
}

function why(code: number): string {
  switch (code) {
    case otherName:
      return "";
    case refused:
      return "Synapse refuses these settings. ";
    default:
      return `The installer was stopped before it finished (exit code ${code}). The next \`npx chatkeep up\` removes it and its files, and runs another one.  `;
  }
}
