import { randomBytes } from "node:crypto";
import { pack } from "tar-stream";
import { type ExecResult, execIn, feedIn } from "../../../../src/io/docker/container-exec.ts";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import type { MasterKey } from "../../../../src/keys/master-key.ts";
import { serverSecrets } from "../../../../src/keys/secrets.ts";
import { Secret } from "../../../../src/kinds/secret.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { digestFiles } from "../../../../src/render/digest.ts";
import { renderFiles } from "../../../../src/render/render.ts";
import { renderSecretFiles } from "../../../../src/render/secret-files.ts";
import { exampleSettings } from "../../../plan/example-settings.ts";
import { engineOf } from "../../stack/engine.ts";
import { planOf } from "../../stack/plan.ts";
import type { StackRecord } from "../../stack/stack.ts";
import type { Target, Targets } from "./servers.ts";

/** What backs up a stack to one target, beside the container that it has itself. */
export interface Sender {
  /** Runs a script of the backup's folder, as the schedule does. */
  readonly run: (...words: readonly string[]) => Promise<ExecResult>;
  /** The same for one that reads standard input. */
  readonly feed: (input: Uint8Array, ...words: readonly string[]) => Promise<ExecResult>;
  readonly end: () => Promise<void>;
}

const folder = "/cfg/backup/test";

/** A container as the stack's own, with the files that the stack would have with that target, and a data folder of this size. */
export async function startSender(
  stack: StackRecord,
  master: MasterKey,
  { network }: Targets,
  target: Target,
  size = "512m",
): Promise<Sender> {
  const engine = engineOf(stack);
  const plan = planOf(stack);
  const service = plan.services.backup;
  if (service === undefined) throw new Error("the stack has no backups");
  const container = await engine.createContainer({
    name: `chatkeep-test-sender-${process.pid}-${randomBytes(3).toString("hex")}`,
    Image: service.image,
    User: `${service.owner.uid}:${service.owner.gid}`,
    Labels: { "chatkeep.test": "sender" },
    WorkingDir: folder,
    Entrypoint: ["sleep", "infinity"],
    Cmd: [],
    HostConfig: {
      NetworkMode: plan.networks.data.name,
      CapDrop: ["ALL"],
      Init: true,
      Binds: service.reads.map(({ volume, folder: at }) => `${plan.volumes[volume]?.name}:${at}:ro`),
      Tmpfs: {
        "/tmp": "mode=1777",
        [service.dataFolder]: `size=${size},mode=0700,uid=${service.owner.uid},gid=${service.owner.gid}`,
      },
    },
  });
  const end = () => container.remove({ force: true, v: true });
  try {
    await container.putArchive(archiveOf(filesFor(plan, master, target), service.owner), { path: "/" });
    await engine.getNetwork(network).connect({ Container: container.id });
    await container.start();
    return {
      run: (...words) => execIn(engine, container.id, ["bash", ...words]),
      feed: (input, ...words) => feedIn(engine, container.id, ["bash", ...words], input),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

type Texts = readonly (readonly [path: string, text: string])[];

/** All that a stack renders for its backup. */
function filesFor({ stack, serverName }: Plan, master: MasterKey, { settings, credential }: Target): Texts {
  const plan = decidePlan(stack, exampleSettings({ serverName, tls: "internal", backup: settings }));
  const files = renderFiles(plan, readTemplates(), null);
  const issued = [{ service: "backup", path: "credential", text: new Secret(credential), mark: "m" }];
  const secretFiles = renderSecretFiles(plan, readTemplates(), serverSecrets(master, {}), {
    certificateKey: null,
    files: issued,
  });
  const { backup } = digestFiles(plan, files, secretFiles, master.id());
  const open = [...(files.services.backup ?? []), ...backup].map(({ path, text }) => [path, text] as const);
  return [...open, ...(secretFiles.backup ?? []).map(({ path, text }) => [path, text.reveal()] as const)];
}

function archiveOf(files: Texts, owner: { readonly uid: number; readonly gid: number }): NodeJS.ReadableStream {
  const archive = pack();
  archive.entry({ name: `${folder.slice(1)}/`, type: "directory", mode: 0o700, ...owner });
  for (const [path, text] of files) archive.entry({ name: `${folder.slice(1)}/${path}`, mode: 0o400, ...owner }, text);
  archive.finalize();
  return archive;
}
