import { z } from "zod";
import type { MasterKey } from "../../src/keys/master-key.ts";
import type { MainRole, Plan } from "../../src/plan/plan.ts";
import { declareStack } from "../../test/support/stack/declared.ts";

const text = z.string();
const words = z.array(text);
const texts = z.record(text, text);
const labels = z.array(z.strictObject({ label: text, value: text }));
const attachment = z.strictObject({ name: text, aliases: words });
const mount = z.strictObject({ volumeName: text, containerPath: text, readOnly: z.boolean().optional() });
const health = z.strictObject({ tests: words, interval: text, timeout: text, startPeriod: text, retries: z.number() });
const upload = z.strictObject({ file: text, content: text });

/** Under Pulumi's mocks a list with secrets in it comes as `{ …, value }` (sdk/nodejs/runtime/rpc.ts). */
const uploads = z.preprocess(
  (given) => (typeof given === "object" && given !== null && "value" in given ? given.value : given),
  z.array(upload),
);

const volume = z.strictObject({ name: text, driver: text, labels });
const network = z.strictObject({ name: text, driver: text, internal: z.boolean(), options: texts.optional(), labels });

/** All that a declared container may say: a property that is not here has no counterpart yet, and is an error. */
const container = z.strictObject({
  name: text,
  image: text,
  labels,
  user: text,
  entrypoints: words,
  command: words,
  workingDir: text,
  readOnly: z.boolean().optional(),
  capabilities: z.strictObject({ adds: words, drops: words }),
  securityOpts: words,
  memory: z.number(),
  memorySwap: z.number(),
  shmSize: z.number().optional(),
  ulimits: z.array(z.strictObject({ name: text, soft: z.number(), hard: z.number() })).default([]),
  tmpfs: texts.default({}),
  volumes: z.array(mount),
  networkMode: text.optional(),
  networksAdvanced: z.array(attachment).default([]),
  ports: z.array(z.strictObject({ internal: z.number(), external: z.number(), ip: text, protocol: text })).default([]),
  restart: text,
  stopSignal: text.optional(),
  stopTimeout: z.number().optional(),
  healthcheck: health.optional(),
  logDriver: text,
  logOpts: texts,
  uploads: uploads.default([]),
  // What these tell the provider, the script does by itself: it waits, attaches and gives the grace.
  wait: z.boolean().optional(),
  waitTimeout: z.number().optional(),
  attach: z.boolean().optional(),
  logs: z.boolean().optional(),
  mustRun: z.boolean().optional(),
  destroyGraceSeconds: z.number().optional(),
});

export type DeclaredContainer = z.infer<typeof container>;
export type DeclaredNetwork = z.infer<typeof network>;
export type DeclaredVolume = z.infer<typeof volume>;

/** The Docker resources that the Pulumi program declares for a plan: what `up` makes, and so what bare commands have to make. */
export interface DeclaredDocker {
  readonly networks: readonly DeclaredNetwork[];
  readonly volumes: readonly DeclaredVolume[];
  readonly installer: DeclaredContainer;
  readonly services: Readonly<Record<MainRole, DeclaredContainer>> & { readonly turn?: DeclaredContainer };
}

/** Runs the program's components for a plan and reads what they declare. */
export async function declaredDocker(plan: Plan, master: MasterKey): Promise<DeclaredDocker> {
  const made = await declareStack(plan, master);
  const inputsOf = (type: string) => made.filter((each) => each.type === type).map(({ inputs }) => inputs);
  const containers = inputsOf("docker:index/container:Container").map((inputs) => container.parse(inputs));
  const named = (start: string) => {
    const found = containers.find(({ name }) => name.startsWith(start));
    if (found === undefined) throw new Error(`The program declares no container ${start}…`);
    return found;
  };
  const { postgres, synapse, proxy, turn } = plan.services;
  return {
    networks: inputsOf("docker:index/network:Network").map((inputs) => network.parse(inputs)),
    volumes: inputsOf("docker:index/volume:Volume").map((inputs) => volume.parse(inputs)),
    installer: named(plan.installer.namePrefix),
    services: {
      postgres: named(postgres.name),
      synapse: named(synapse.name),
      proxy: named(proxy.name),
      ...(turn === undefined ? {} : { turn: named(turn.name) }),
    },
  };
}
